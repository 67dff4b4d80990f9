import i18n from '../text';
import { minutesOf, stretch } from '../text/time';

/** A rung in words: "80 %", "lewat tenggat", "2 hari kerja setelah tenggat". */
export function rungOf(rung: string): string {
  if (rung.endsWith('%')) return `${rung.slice(0, -1)} %`;
  if (rung === 'breach') return i18n.t('notifications.breach');
  const after = rung.replace(/^breach\+/, '');
  const days = /^P(\d+)WD$/.exec(after);
  return i18n.t('notifications.afterBreach', { stretch: days ? i18n.t('time.days', { count: Number(days[1]) }) : stretch(minutesOf(after)) });
}
