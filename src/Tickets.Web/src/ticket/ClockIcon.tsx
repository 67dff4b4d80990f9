import { IconAlertTriangle, IconCheck, IconClockHour4, IconPlayerPause } from '@tabler/icons-react';

export type DueState = 'calm' | 'warn' | 'late' | 'paused' | 'met' | 'stopped';

/** What goes with the colour of a clock, so that nobody needs to see colours. */
export function ClockIcon({ state }: { state: DueState }) {
  if (state === 'late' || state === 'warn') return <IconAlertTriangle size={13} aria-hidden />;
  if (state === 'paused') return <IconPlayerPause size={13} aria-hidden />;
  if (state === 'met') return <IconCheck size={13} aria-hidden />;
  return <IconClockHour4 size={13} aria-hidden />;
}
