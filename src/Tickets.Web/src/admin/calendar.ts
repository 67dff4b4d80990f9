/** Hours as people write and read them, and what a draft of a calendar changes. Pure: the screen is in Calendars.tsx. */

export type Span = [string, string];
export type Hours = Record<string, Span[]>;
export type Season = { name: string; from: string; to: string; hours: Hours };
export type Closure = { date: string; name?: string | null; from?: string | null; to?: string | null };
export type Definition = { timeZone: string; hours?: Hours | null; seasons?: Season[] | null; closures?: Closure[] | null };

export const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const time = (text: string): string | null => {
  const m = /^(\d{1,2})(?:[.:](\d{2}))?$/.exec(text.trim());
  if (!m) return null;
  const [hour, minute] = [Number(m[1]), Number(m[2] ?? 0)];
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
};

/** "07.30-12.00, 13-16" as spans; empty means closed, null that it cannot be read. A span may cross midnight. */
export function readSpans(text: string): Span[] | null {
  const spans: Span[] = [];
  for (const part of text.split(/[,;]/).map((p) => p.trim()).filter(Boolean)) {
    const ends = part.split(/\s*(?:[-–—]|s\.?d\.?)\s*/);
    const [from, to] = [time(ends[0] ?? ''), time(ends[1] ?? '')];
    if (ends.length !== 2 || !from || !to || from === to) return null;
    spans.push([from, to]);
  }
  return spans.sort((a, b) => a[0].localeCompare(b[0]));
}

/** Spans as people read them: "07.30–12.00, 13.00–16.00". */
export const writeSpans = (spans: readonly Span[] | undefined) => (spans ?? []).map((s) => `${s[0].replace(':', '.')}–${s[1].replace(':', '.')}`).join(', ');

/** A date with two digits each, as calendars write it. */
export const dateOf = (year: number, month: number, day: number) => `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** The date some days after another; dates have no zone. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

const weekday = (date: string) => week[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!;

/** The season that counts on a date: of several, the first, as the service counts. */
export const seasonOn = (definition: Definition, date: string) => (definition.seasons ?? []).find((s) => s.from <= date && date <= s.to);

/** Whether there are any hours on a date, closures aside. */
export const opensOn = (definition: Definition, date: string) => ((seasonOn(definition, date)?.hours ?? definition.hours ?? {})[weekday(date)] ?? []).length > 0;

export const isHalf = (closure: Closure) => !!closure.from || !!closure.to;

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const keyOf = (c: Closure) => [c.date, c.from ?? '', c.to ?? '', c.name ?? ''].join('|');

/** What a draft changes: closures that come and go, seasons, and the days of the week whose hours differ. */
export function changesOf(before: Definition, after: Definition) {
  const [had, has] = [new Set((before.closures ?? []).map(keyOf)), new Set((after.closures ?? []).map(keyOf))];
  const added = (after.closures ?? []).filter((c) => !had.has(keyOf(c)));
  const removed = (before.closures ?? []).filter((c) => !has.has(keyOf(c)));
  const days = week.filter((w) => !same(before.hours?.[w] ?? [], after.hours?.[w] ?? []));
  const seasonsAdded = (after.seasons ?? []).filter((s) => !(before.seasons ?? []).some((o) => same(o, s)));
  const seasonsRemoved = (before.seasons ?? []).filter((s) => !(after.seasons ?? []).some((o) => same(o, s)));
  return { added, removed, days, seasonsAdded, seasonsRemoved, count: added.length + removed.length + days.length + seasonsAdded.length + seasonsRemoved.length };
}

/** What a draft changed of what it was made from, done to what stands now: somebody else decreed meanwhile, and both are kept. */
export function carriedOver(base: Definition, draft: Definition, now: Definition): Definition {
  const mine = changesOf(base, draft);
  const gone = new Set(mine.removed.map(keyOf));
  const there = new Set((now.closures ?? []).map(keyOf));
  return {
    ...now,
    hours: { ...(now.hours ?? {}), ...Object.fromEntries(mine.days.map((w) => [w, draft.hours?.[w] ?? []])) },
    closures: sorted([...(now.closures ?? []).filter((c) => !gone.has(keyOf(c))), ...mine.added.filter((c) => !there.has(keyOf(c)))]),
    seasons: [...(now.seasons ?? []).filter((s) => !mine.seasonsRemoved.some((r) => same(r, s))), ...mine.seasonsAdded.filter((a) => !(now.seasons ?? []).some((s) => same(a, s)))].sort((a, b) => a.from.localeCompare(b.from)),
  };
}

/** Closures of a draft that change nothing, because they lie before the first date that it counts. */
export const tooEarly = (changes: ReturnType<typeof changesOf>, from: string) => [...changes.added, ...changes.removed].filter((c) => c.date < from);

/** The order in which calendars keep their closures. */
export const sorted = (closures: readonly Closure[]) => [...closures].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));

/** A length of time that may run backwards, in minutes: "-PT7H30M" is -450. */
export function shiftOf(duration: string): number {
  const m = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration);
  if (!m) return 0;
  const minutes = Number(m[2] ?? 0) * 1440 + Number(m[3] ?? 0) * 60 + Number(m[4] ?? 0) + Number(m[5] ?? 0) / 60;
  return m[1] ? -minutes : minutes;
}
