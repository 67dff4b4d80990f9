import type { Schemas } from '../api/client';

export type QueueBand = 'late' | 'today' | 'next' | 'week' | 'later' | 'waiting';

const week = 7 * 86_400_000;

/** Where a ticket stands in somebody's day. */
export function bandOf(item: Pick<Schemas['QueueItem'], 'dueAt' | 'late'>, nextWorkingDayEnds: string, now: number): QueueBand {
  if (!item.dueAt) return 'waiting';
  if (item.late) return 'late';
  const due = Date.parse(item.dueAt);
  const midnight = new Date(now).setHours(24, 0, 0, 0);
  if (due < midnight) return 'today';
  if (due <= Date.parse(nextWorkingDayEnds)) return 'next';
  return due < midnight + week - 86_400_000 ? 'week' : 'later';
}
