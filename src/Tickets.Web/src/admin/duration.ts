/** How much working time, in the one unit in which people say it. */
export type Length = { amount: number; unit: Unit };
export type Unit = (typeof units)[number];
export const units = ['WD', 'H', 'M'] as const;

/** "P5WD" as 5 working days, "PT1H30M" as 90 minutes; null for what no single unit says without a fraction. */
export function lengthOf(duration: string): Length | null {
  const days = /^P(\d+)WD$/i.exec(duration);
  if (days) return { amount: Number(days[1]), unit: 'WD' };
  const time = /^PT(?:(\d+)H)?(?:(\d+)M)?$/i.exec(duration);
  if (!time || (time[1] === undefined && time[2] === undefined)) return null;
  const [hours, minutes] = [Number(time[1] ?? 0), Number(time[2] ?? 0)];
  return minutes === 0 ? { amount: hours, unit: 'H' } : { amount: hours * 60 + minutes, unit: 'M' };
}

/** As the service reads it. */
export const durationOf = ({ amount, unit }: Length) => (unit === 'WD' ? `P${amount}WD` : `PT${amount}${unit}`);

/** When a rung is reached: at a share of the time, when it is over, or some working time after. */
export type Moment = { when: 'share'; percent: number } | { when: 'breach' } | { when: 'after'; duration: string };

/** "80%", "breach", "breach+PT15H"; null for what is none of them. */
export function momentOf(at: string): Moment | null {
  const share = /^(\d{1,2})%$/.exec(at);
  if (share) return { when: 'share', percent: Number(share[1]) };
  if (at === 'breach') return { when: 'breach' };
  return at.startsWith('breach+') ? { when: 'after', duration: at.slice('breach+'.length) } : null;
}

/** As the service reads it. */
export const atOf = (moment: Moment) => (moment.when === 'share' ? `${moment.percent}%` : moment.when === 'breach' ? 'breach' : `breach+${moment.duration}`);

// Only for where rungs stand beside each other: an ordinary working day.
const minutesIn = { WD: 450, H: 60, M: 1 };

/**
 * Where rungs stand on a line on which the promise itself ends at 1: what comes after stands apart by its working time, but never further than once more the line.
 * What cannot be read stands at the end.
 */
export function placeOf(at: string): number {
  const moment = momentOf(at);
  if (!moment) return 2;
  if (moment.when !== 'after') return moment.when === 'share' ? moment.percent / 100 : 1;
  const length = lengthOf(moment.duration);
  return length ? 1 + Math.min(1, (length.amount * minutesIn[length.unit]) / (5 * minutesIn.WD)) : 2;
}
