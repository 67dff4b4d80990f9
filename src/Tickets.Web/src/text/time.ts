import i18n from './index';

const minute = 60_000;
/** Hours of an ordinary working day on the national calendar: only for saying long stretches in days. */
const workingDay = 7.5 * 60;

/** ISO 8601 duration (PT4H30M, PT59M12.5S, P1DT2H) in minutes. */
export function minutesOf(duration: string): number {
  const m = /^-?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration);
  if (!m) return 0;
  return Number(m[1] ?? 0) * 1440 + Number(m[2] ?? 0) * 60 + Number(m[3] ?? 0) + Number(m[4] ?? 0) / 60;
}

/** "3 jam 20 mnt", "2 hari 4 jam"; days are working days unless the clock runs round the clock. */
export function stretch(minutes: number, roundTheClock = false): string {
  const t = i18n.t.bind(i18n);
  const day = roundTheClock ? 1440 : workingDay;
  const whole = Math.floor(minutes);
  if (whole < 1) return t('time.lessThanAMinute');
  if (whole < 60) return t('time.minutes', { count: whole });
  if (whole < day * 1.5) {
    const [hours, rest] = [Math.floor(whole / 60), whole % 60];
    return rest === 0 || hours >= 5 ? t('time.hours', { count: hours }) : `${t('time.hours', { count: hours })} ${t('time.minutes', { count: rest })}`;
  }
  const days = Math.floor(whole / day);
  const hours = Math.floor((whole - days * day) / 60);
  return hours === 0 || days >= 3 ? t('time.days', { count: days }) : `${t('time.days', { count: days })} ${t('time.hours', { count: hours })}`;
}

/** What was promised, as it was promised: "5 hari kerja", "4 jam kerja", "1 jam" round the clock. */
export function promised(target: string, roundTheClock: boolean): string {
  const days = /^P(\d+)WD$/.exec(target);
  if (days) return i18n.t('time.workingDays', { count: Number(days[1]) });
  const time = stretch(minutesOf(target), true);
  return roundTheClock ? time : i18n.t('time.working', { stretch: time });
}

/** "sisa 3 jam kerja" */
export const left = (minutes: number, roundTheClock: boolean) =>
  i18n.t(roundTheClock ? 'time.left' : 'time.leftWorking', { stretch: stretch(minutes, roundTheClock) });

/** How long ago, roughly: "12 mnt lalu". */
export function ago(iso: string, now = Date.now()): string {
  const minutes = Math.max(0, (now - Date.parse(iso)) / minute);
  if (minutes < 1) return i18n.t('time.now');
  if (minutes < 60) return i18n.t('time.minutesAgo', { count: Math.floor(minutes) });
  if (minutes < 1440) return i18n.t('time.hoursAgo', { count: Math.floor(minutes / 60) });
  return i18n.t('time.daysAgo', { count: Math.floor(minutes / 1440) });
}

const locale = () => (i18n.language === 'en' ? 'en-GB' : 'id-ID');

// Making a formatter costs more than many uses of it.
const formats = new Map<string, Intl.DateTimeFormat>();
function dated(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${name}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale(), options)));
  return format;
}
const numbers = new Map<string, Intl.NumberFormat>();

/** "Sel, 24 Nov 2026 15.20 WIB", in the reader's zone. */
export function moment(iso: string, withYear = true): string {
  const date = dated(withYear ? 'long' : 'short', { weekday: 'short', day: 'numeric', month: 'short', ...(withYear ? { year: 'numeric' } : {}) }).format(new Date(iso));
  return `${date} ${clock(iso)}`;
}

// Indonesia's zones have names of their own, in every language: WIB, WITA, WIT.
const zones = new Intl.DateTimeFormat('id-ID', { timeZoneName: 'short' });

/** "15.20 WIB" */
export function clock(iso: string): string {
  const at = new Date(iso);
  return `${dated('clock', { hour: '2-digit', minute: '2-digit', hour12: false }).format(at)} ${zones.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? ''}`;
}

/** "Sel, 24 Nov 2026": of a date, which has no zone. */
export const weekdayOf = (date: string) => dated('weekday', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(`${date}T00:00:00`));

/** "November 2026" */
export const monthOf = (month: string) => dated('month', { month: 'long', year: 'numeric' }).format(new Date(`${month}-01T00:00:00`));

/** "24 Nov 2026" */
export const day = (iso: string) => dated('day', { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(iso));

/** 1.234 */
export function number(value: number, digits = 0): string {
  const key = `${locale()} ${digits}`;
  let format = numbers.get(key);
  if (!format) numbers.set(key, (format = new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })));
  return format.format(value);
}

/** How many minutes of these spans lie between now and the end. */
export function minutesWithin(spans: { start: string; end: string }[], now: number): number {
  let sum = 0;
  for (const span of spans) sum += Math.max(0, Date.parse(span.end) - Math.max(now, Date.parse(span.start)));
  return sum / minute;
}
