import type { Schemas } from '../api/client';

export type Item = Schemas['InboxItem'];
export type Band = 'urgent' | 'help' | 'rest';

/** Danger first, then what asks for help, then the rest: as the service ranks. */
export const bandOf = (item: Pick<Item, 'urgent' | 'needsHelp'>): Band => (item.needsHelp < 0.5 ? 'rest' : item.urgent ? 'urgent' : 'help');

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
