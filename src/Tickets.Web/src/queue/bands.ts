import type { Schemas } from '../api/client';

export type QueueBand = 'late' | 'today' | 'next' | 'week' | 'later' | 'waiting';

const week = 7 * 86_400_000;

/** Where a ticket stands in somebody's day. */
export function bandOf(item: Pick<Schemas['QueueItem'], 'dueAt' | 'late' | 'status'>, nextWorkingDayEnds: string, now: number): QueueBand {
  if (item.late) return 'late';
  if (!item.dueAt || item.status === 'WaitingOnCitizen') return 'waiting';
  const due = Date.parse(item.dueAt);
  const midnight = new Date(now).setHours(24, 0, 0, 0);
  if (due < midnight) return 'today';
  if (due <= Date.parse(nextWorkingDayEnds)) return 'next';
  return due < midnight + week - 86_400_000 ? 'week' : 'later';
}
