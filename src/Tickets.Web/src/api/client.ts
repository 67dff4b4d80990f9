import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
import i18n from '../text';

export type Schemas = components['schemas'];

/** The service said no: problem details, in the reader's language. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly refusal: string,
    readonly title: string,
    readonly detail: string,
  ) {
    super(`${title}. ${detail}`);
  }
}

/** The service could not be reached: nothing is known of what became of the request. */
export class Unreachable extends Error {}

/**
 * Nothing to show: it never came, or the service says now that it is not to be seen. What came once stays on the screen while the service cannot be reached: whoever
 * writes an answer there goes on writing.
 */
export const isMissing = (query: { isError: boolean; data: unknown; error: unknown }) =>
  query.isError && (query.data === undefined || (query.error instanceof Refused && query.error.status < 500));

let csrf = '';
let onSignedOut: () => void = () => undefined;

export const rememberCsrf = (token: string | null) => void (csrf = token ?? '');
export const csrfHeaders = () => ({ 'X-CSRF-Token': csrf });
export const whenSignedOut = (then: () => void) => void (onSignedOut = then);

export const api = createClient<paths>({
  baseUrl: '/',
  fetch: async (request) => {
    try {
      return await fetch(request);
    } catch {
      throw new Unreachable();
    }
  },
});

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', i18n.language);
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrf);
    return request;
  },
});

/** The answer's body, or the refusal thrown. */
export async function ask<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  const problem = (error ?? {}) as Partial<Schemas['Problem']>;
  if (response.status === 401 && problem.refusal === 'unauthenticated') onSignedOut();
  throw new Refused(response.status, problem.refusal ?? `Http${response.status}`, problem.title ?? i18n.t('state.failed'), problem.detail ?? i18n.t('state.retry'));
}

/** What people are told of an error: what happened, and what to do. */
export function told(error: unknown): { title: string; detail: string } {
  if (error instanceof Refused) return { title: error.title, detail: error.detail };
  if (error instanceof Unreachable) return { title: i18n.t('state.unreachable'), detail: i18n.t('state.unreachableDetail') };
  return { title: i18n.t('state.failed'), detail: i18n.t('state.retry') };
}
