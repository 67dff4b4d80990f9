// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest';

(globalThis as Record<string, unknown>).localStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
(globalThis as Record<string, unknown>).document = { documentElement: {} };

let rungOf: (rung: string) => string;
beforeAll(async () => {
  ({ rungOf } = await import('./rungs'));
});

describe('rungs in words', () => {
  it.each([
    ['80%', '80 %'],
    ['breach', 'tenggat lewat'],
    ['breach+P2WD', '2 hari kerja setelah tenggat'],
    ['breach+PT4H', '4 jam kerja setelah tenggat'],
  ])('say %s', (rung, words) => expect(rungOf(rung)).toBe(words));
});
