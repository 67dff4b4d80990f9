// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest';

const store = new Map<string, string>();
(globalThis as Record<string, unknown>).localStorage = { getItem: (k: string) => store.get(k) ?? null, setItem: (k: string, v: string) => void store.set(k, v), removeItem: (k: string) => void store.delete(k) };
(globalThis as Record<string, unknown>).document = { documentElement: {} };

let time: typeof import('./time');
let drafts: typeof import('../ticket/drafts');
beforeAll(async () => {
  time = await import('./time');
  drafts = await import('../ticket/drafts');
});

describe('time in words', () => {
  it('tells a promise as it was promised', () => {
    expect(time.promised('P1WD', false)).toBe('1 hari kerja');
    expect(time.promised('PT4H', false)).toBe('4 jam kerja');
    expect(time.promised('PT24H', true)).toBe('24 jam');
  });

  it.each([
    ['PT59M12.5S', 59],
    ['PT4H30M', 270],
    ['P1DT2H', 1560],
    ['P5WD', 0],
  ])('reads %s', (iso, minutes) => expect(Math.floor(time.minutesOf(iso))).toBe(minutes));

  it.each([
    [0.5, 'kurang dari 1 mnt'],
    [59, '59 mnt'],
    [200, '3 jam 20 mnt'],
    [420, '7 jam'],
    [900, '2 hari'],
    [1140, '2 hari 4 jam'],
    [2250, '5 hari'],
  ])('says %d working minutes as people do', (minutes, said) => expect(time.stretch(minutes)).toBe(said));

  it('counts a day as 24 hours where the clock runs round the clock', () => expect(time.stretch(2880, true)).toBe('2 hari'));

  it('counts only what lies ahead within the working spans', () => {
    const spans = [
      { start: '2026-11-23T00:30:00Z', end: '2026-11-23T05:00:00Z' },
      { start: '2026-11-23T06:00:00Z', end: '2026-11-23T09:00:00Z' },
    ];
    expect(time.minutesWithin(spans, Date.parse('2026-11-23T04:00:00Z'))).toBe(240);
    expect(time.minutesWithin(spans, Date.parse('2026-11-23T05:30:00Z'))).toBe(180);
    expect(time.minutesWithin(spans, Date.parse('2026-11-23T10:00:00Z'))).toBe(0);
  });
});

describe('drafts', () => {
  it('are kept for two weeks and then forgotten', () => {
    store.set('draft:x', JSON.stringify({ text: 'halo', at: 0 }));
    expect(drafts.read('draft:x', 13 * 86_400_000)).toBe('halo');
    expect(drafts.read('draft:x', 15 * 86_400_000)).toBe('');
    expect(store.has('draft:x')).toBe(false);
  });

  it('that are broken are none', () => {
    store.set('draft:y', '{');
    expect(drafts.read('draft:y')).toBe('');
  });

  it('are filled with what is known; what is not stays to be seen', () =>
    expect(drafts.fill('Yth. {nama}, {nomor} paling lambat {tenggat}', { nama: 'Budi', nomor: 'KMS-2026-000001' })).toBe('Yth. Budi, KMS-2026-000001 paling lambat {tenggat}'));

  it('are as long as the platform counts', () => {
    expect(drafts.lengthOf('é😭', false)).toBe(3);
    expect(drafts.lengthOf('é😭', true)).toBe(6);
  });
});
