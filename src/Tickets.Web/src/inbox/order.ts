import type { Schemas } from '../api/client';

export type Item = Schemas['InboxItem'];
export type Band = 'urgent' | 'help' | 'rest';

/** Danger first, then what asks for help, then the rest: as the service ranks. */
export const bandOf = (item: Pick<Item, 'urgent' | 'needsHelp'>): Band => (item.needsHelp < 0.5 ? 'rest' : item.urgent ? 'urgent' : 'help');

// As sure as that a machine's guess helps more than it misleads.
const sureOfTopic = 0.6;

/** As the service calls what nobody knows yet; public relations look at it. */
export const unclear = 'unclear';

/** What it is about, where that is known: of words that ask for nothing the service has at best a guess, and a thank-you for aid is no complaint about it. */
export const topicOf = (item: Pick<Item, 'needsHelp' | 'topic' | 'topicConfidence'>): string | null => (item.needsHelp >= 0.5 || (item.topicConfidence >= sureOfTopic && item.topic !== unclear) ? item.topic : null);

/**
 * The rows that somebody is looking at, brought up to date without one of them moving: those that are gone leave (but not the open one), those that changed change
 * where they stand, and new ones wait behind a counter.
 */
export function merge(shown: Item[], fresh: Item[], open: number | null): Item[] {
  if (shown.length === 0) return fresh;
  const now = new Map(fresh.map((i) => [i.id, i]));
  const kept = shown.flatMap((i) => now.get(i.id) ?? (i.id === open ? [i] : []));
  // What a further page brings follows what is there.
  const last = shown.at(-1)!;
  const at = fresh.findIndex((i) => i.id === last.id);
  const known = new Set(shown.map((i) => i.id));
  return at < 0 ? kept : [...kept, ...fresh.slice(at + 1).filter((i) => !known.has(i.id))];
}

export type Page = { items: Item[]; next: string | null };
export type Order = (a: Item, b: Item) => number;

const bands: Band[] = ['urgent', 'help', 'rest'];
const at = (instant: string | null) => (instant ? Date.parse(instant) : 0);

/** As the service orders those that wait: band by band, in each who waits longest. */
export const mostPressingFirst: Order = (a, b) =>
  bands.indexOf(bandOf(a)) - bands.indexOf(bandOf(b)) || at(a.waitingSince ?? a.lastMessageAt) - at(b.waitingSince ?? b.lastMessageAt) || a.id - b.id;

/** As it orders those that were decided. */
export const latestFirst: Order = (a, b) => at(b.lastMessageAt) - at(a.lastMessageAt) || b.id - a.id;

/**
 * The pages that were loaded, brought up to date without asking for any of them again: of the conversations that were asked about, those that were found stand where they
 * belong now, and those that were not are gone. What belongs behind the last page that was loaded comes with the next.
 */
export function patched(pages: Page[], asked: readonly number[], found: readonly Item[], order: Order): Page[] {
  if (pages.length === 0) return pages;
  const gone = new Set([...asked, ...found.map((i) => i.id)]);
  const all = pages.flatMap((p) => p.items);
  const end = pages.at(-1)!.next === null ? null : all.at(-1);
  const rows = all.filter((i) => !gone.has(i.id));
  for (const item of found) {
    if (end && order(item, end) > 0) continue;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(rows[middle]!, item) < 0) low = middle + 1;
      else high = middle;
    }
    rows.splice(low, 0, item);
  }
  // Each page keeps its length; the last takes the rest, and knows where the next begins.
  let from = 0;
  return pages.map((page, i) => {
    const to = i === pages.length - 1 ? rows.length : Math.min(rows.length, from + page.items.length);
    const items = rows.slice(from, to);
    from = to;
    return { ...page, items };
  });
}

/** The first page as it is now, and the others as they were: nothing that ranks before its end can be anywhere else. */
export function headed(pages: Page[], head: Page, order: Order): Page[] {
  if (pages.length === 0) return pages;
  const end = head.next === null ? null : head.items.at(-1);
  const covered = pages.flatMap((p) => p.items).filter((i) => !end || order(i, end) <= 0);
  return patched(pages, covered.map((i) => i.id), head.items, order);
}
