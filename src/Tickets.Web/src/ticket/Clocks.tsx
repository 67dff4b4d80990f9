import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { ClockIcon, type DueState } from './ClockIcon';
import { left, minutesOf, minutesWithin, moment, promised, stretch } from '../text/time';


/** Colour follows the share of time used, and is never alone: an icon and a word go with it. */
export function stateOf(clock: { late: boolean; share: number | null; paused: boolean }): DueState {
  if (clock.paused) return 'paused';
  if (clock.late) return 'late';
  return (clock.share ?? 0) >= 0.8 ? 'warn' : 'calm';
}

export const isRoundTheClock = (calendar: string | null | undefined) => !!calendar?.startsWith('24X7');

/** The present, every half a minute. */
export function useNow(every = 30_000): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** Time left of a row in a list. */
export function Due({ item }: { item: Schemas['QueueItem'] }) {
  const { t } = useTranslation();
  const paused = !item.dueAt;
  const state = stateOf({ late: item.late, share: item.share, paused });
  const word = paused ? t('clock.paused') : item.late ? t('clock.late') : left(minutesOf(item.left ?? 'PT0S'), isRoundTheClock(item.calendar));
  return (
    <Tooltip label={item.dueAt ? `${t(`clock.${item.clock}`)}: ${moment(item.dueAt)}` : t('clock.pausedExplained')}>
      <span className="due" data-state={state} tabIndex={0}>
        <ClockIcon state={state} />
        {word}
      </span>
    </Tooltip>
  );
}

/** A ticket's promises as thin bars that tick, each saying why it is due when it is. */
export function Clocks({ clocks }: { clocks: Schemas['ExplainedClock'][] }) {
  const now = useNow();
  const running = clocks.filter((c) => !c.metAt && !c.stoppedAt);
  // What was kept or fell away matters as the last of its kind only.
  const over = clocks.filter((c) => (c.metAt || c.stoppedAt) && !running.some((r) => r.kind === c.kind)).filter((c, i, all) => all.findLastIndex((o) => o.kind === c.kind) === i);
  return (
    <div className="clocks">
      {[...running, ...over].map((c) => (
        <OneClock key={`${c.kind}${c.cycle}`} clock={c} now={now} />
      ))}
    </div>
  );
}

function OneClock({ clock, now }: { clock: Schemas['ExplainedClock']; now: number }) {
  const { t } = useTranslation();
  const runs = !clock.metAt && !clock.stoppedAt;
  const versioned = (name: string, label: string) => t('clock.version', { name, version: label.split('@')[1] });
  const round = isRoundTheClock(clock.calendar);
  const remaining = clock.pausedSince ? minutesOf(clock.left ?? 'PT0S') : minutesWithin(clock.spans, now);
  const used = runs ? Math.max(minutesOf(clock.used), 0) : minutesOf(clock.used);
  const whole = used + (runs ? remaining : Math.max(0, minutesWithin(clock.spans, Date.parse(clock.metAt ?? clock.stoppedAt ?? clock.dueAt))));
  const share = whole > 0 ? Math.min(1, runs ? 1 - remaining / whole : used / whole) : 1;
  const late = runs ? !clock.pausedSince && now > Date.parse(clock.dueAt) : !!clock.breachedAt;
  const state: DueState = !runs ? (clock.stoppedAt ? 'stopped' : late ? 'late' : 'met') : stateOf({ late, share, paused: !!clock.pausedSince });
  const word = !runs
    ? t(clock.stoppedAt ? 'clock.stopped' : late ? 'clock.metLate' : 'clock.met')
    : clock.pausedSince
      ? t('clock.pausedWith', { stretch: stretch(remaining, round) })
      : late
        ? t('clock.late')
        : left(remaining, round);
  const why = [
    t('clock.whyStarted', { at: moment(clock.startedAt) }),
    t('clock.whyPromise', { target: promised(clock.target, round), calendar: versioned(clock.calendarName, clock.calendar), policy: versioned(clock.policyName, clock.policy) }),
    ...clock.pauses.map((p) => t('clock.whyPause', { from: moment(p.from), to: p.to ? moment(p.to) : '…' })),
    t('clock.whyDue', { at: moment(clock.dueAt) }),
    clock.metAt ? t('clock.whyMet', { at: moment(clock.metAt) }) : '',
  ].filter(Boolean);
  return (
    <Tooltip
      label={why.map((line) => (
        <div key={line}>{line}</div>
      ))}
    >
      <div className="clock" tabIndex={0} aria-label={[t(`clock.${clock.kind}`), word, ...why].join('. ')}>
        <div className="top">
          <span>
            {t(`clock.${clock.kind}`)}
            {clock.cycle > 1 ? ` · ${t('clock.cycle', { n: clock.cycle })}` : ''}
          </span>
          <span className="due" data-state={state}>
            <ClockIcon state={state} />
            {word}
          </span>
        </div>
        <div className="meter" data-state={state}>
          <i style={{ width: `${Math.round(Math.max(0.02, share) * 100)}%` }} />
        </div>
        <span className="soft nums" style={{ fontSize: '0.75rem' }}>
          {moment(clock.dueAt)}
        </span>
      </div>
    </Tooltip>
  );
}
