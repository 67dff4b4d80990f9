import i18n from './index';

// Written by the service for its log; everything else is the platform's own words.
const ours: Record<string, string> = {
  'not connected': 'fault.notConnected',
  'the access token has a character that no token has': 'fault.token',
  'BaseUrl is no address': 'fault.address',
  'BaseUrl is no web address': 'fault.webAddress',
};

/** Why words could not go out: ours in the reader's language, the platform's as it said them. */
export const faultOf = (detail: string | null): string | null => (detail && ours[detail] ? i18n.t(ours[detail]) : detail);
