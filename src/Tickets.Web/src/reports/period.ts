import { addDays } from '../admin/calendar';

/** A date of the reader's, as the address writes it: 2026-11-24. */
export const iso = (d: Date) => `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`;

/** The days before a period, as long as it: what its figures are held against. */
export function before(from: string, to: string): { from: string; to: string } {
  const [a, b] = [new Date(`${from}T00:00:00`), new Date(`${to}T00:00:00`)];
  const days = Math.max(1, Math.round((b.getTime() - a.getTime()) / 86_400_000));
  return { from: addDays(from, -days), to: from };
}
