import { expect, it } from 'vitest';

// The words of refusals ask for the reader's language.
(globalThis as Record<string, unknown>).localStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
(globalThis as Record<string, unknown>).document ??= { documentElement: {} };
const { isMissing, Refused, Unreachable } = await import('./client');

const here = { number: 'KMS-2026-000001' };

it('keeps what came once while the service cannot be reached', () => {
  expect(isMissing({ isError: true, data: here, error: new Unreachable() })).toBe(false);
  expect(isMissing({ isError: true, data: here, error: new Refused(503, 'Unavailable', '', '') })).toBe(false);
});

it('has nothing to show where nothing came', () => {
  expect(isMissing({ isError: true, data: undefined, error: new Unreachable() })).toBe(true);
  expect(isMissing({ isError: false, data: undefined, error: null })).toBe(false);
});

it('takes away what is not to be seen any more', () => {
  expect(isMissing({ isError: true, data: here, error: new Refused(404, 'NotFound', '', '') })).toBe(true);
});
