/** Why something needs no ticket, in the order of its keys. */
export const reasons = ['praise', 'joke', 'notOurs', 'answered', 'spam', 'other'] as const;
export type Reason = (typeof reasons)[number];
