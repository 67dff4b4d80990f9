import { ActionIcon, Button, Kbd, Select, Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../api/client';
import { useDirectorates, useNames, useOfficers, useRegions, useTopics } from '../api/names';
import { Failed } from '../shell/states';
import { day, moment } from '../text/time';
import { Stage } from '../ticket/words';
import { adviceOf } from './Conversation';
import { topicOf } from './order';
import { InSurge } from './InSurge';
import { People } from './People';

/** What an admin wishes otherwise than the service proposes. */
export type Wish = { topic?: string; directorate?: string; priority?: 'normal' | 'urgent'; officer?: string; region?: string };

/** Where a key leads. */
export const officerField = 'assess-officer';

type Props = {
  id: number;
  /** Where the conversation stands, as its row says; null while that is not known. */
  state: string | null;
  dismissalReason: string | null;
  decides: boolean;
  wish: Wish;
  /** A ticket was asked for, and its topic is not known yet. */
  asksTopic: boolean;
  onWish: (wish: Wish) => void;
  onBack: () => void;
  onTicket: () => void;
  onDismiss: () => void;
  onSpam: () => void;
  onLink: (ticket?: string) => void;
  onRest: () => void;
  onReply: () => void;
};

/** What the service makes of a conversation and why; and the decision, one key each. */
export const Assessment = memo(function Assessment({ id, state, dismissalReason, decides, wish, asksTopic, onWish, onBack, onTicket, onDismiss, onSpam, onLink, onRest, onReply }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const topics = useTopics().data;
  const units = useDirectorates().data;
  const officers = useOfficers(decides).data;
  const advice = useQuery(adviceOf(id));
  const ofTopic = useMemo(() => (topics ?? []).map((x, i) => ({ value: x.code, label: `${names.topic(x.code)}${i < 9 ? `  (${i + 1})` : ''}` })), [topics, t]); // eslint-disable-line
  const ofUnit = useMemo(() => (units ?? []).filter((u) => u.active).map((u) => ({ value: u.code, label: u.name })), [units]);
  const ofPriority = useMemo(() => (['normal', 'urgent'] as const).map((p) => ({ value: p, label: t(`priority.${p}`) })), [t]);
  const a = advice.data;
  const topic = a ? topicOf(a) : null;
  const asks = !!a && a.needsHelp >= 0.5;
  const unit = wish.directorate ?? (a && (wish.topic ?? topic) === a.topic && (wish.region === undefined || wish.region === (a.region ?? '')) ? a.directorate : null);
  // Of a directorate that was chosen only its own; else all, those of the proposed one first.
  const ofOfficer = useMemo(
    () =>
      (officers ?? [])
        .filter((o) => !wish.directorate || o.directorate === wish.directorate)
        .sort((x, y) => Number(y.directorate === unit) - Number(x.directorate === unit))
        .map((o) => ({ value: o.login, label: `${o.name} · ${o.directorate ?? ''} · ${t('team.openWork', { count: o.openWork })}${o.onDuty ? '' : ` · ${t('team.offDuty')}`}` })),
    [officers, wish.directorate, unit, t],
  );
  // The whole list is fetched when somebody looks into it: it is long, and most regions are read rightly.
  const [seeks, setSeeks] = useState(false);
  const regions = useRegions(seeks).data;
  const ofRegion = useMemo(
    () => regions?.map((r) => ({ value: r.code, label: r.title })) ?? (a?.region ? [{ value: a.region, label: a.regionName ?? a.region }] : []),
    [regions, a?.region, a?.regionName],
  );
  return (
    <aside className="assess" aria-label={t('assess.title')}>
      <div className="heading only-narrow" style={{ minHeight: '2.75rem' }}>
        <ActionIcon aria-label={t('act.back')} onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h1>{t('assess.title')}</h1>
      </div>
      <div className="scrolls" tabIndex={0} role="group" aria-label={t('assess.title')}>
        {advice.isPending ? (
          <div className="side">
            <Skeleton height={54} />
            <Skeleton height={120} />
            <Skeleton height={90} />
          </div>
        ) : isMissing(advice) ? (
          <Failed error={advice.error} again={() => void advice.refetch()} />
        ) : (
          <div className="side">
            <section>
              <h2>{t('assess.title')}</h2>
              <div className="row" style={{ justifyContent: 'space-between' }}>
                <b>{t(a!.needsHelp >= 0.5 ? (a!.urgent ? 'assess.urgent' : 'assess.help') : 'assess.noHelp')}</b>
                <span className="nums">{Math.round(a!.needsHelp * 100)} %</span>
              </div>
              <div className="meter" data-state={a!.urgent && a!.needsHelp >= 0.5 ? 'late' : 'calm'} role="img" aria-label={t('assess.sure', { percent: Math.round(a!.needsHelp * 100) })}>
                <i style={{ width: `${Math.round(a!.needsHelp * 100)}%` }} />
              </div>
              {a!.reasons.length > 0 && (
                <div className="reasons" aria-label={t('assess.why')}>
                  {a!.reasons.slice(0, 8).map((r) => (
                    <span key={r} className="reason">
                      {r}
                    </span>
                  ))}
                </div>
              )}
              {a!.alike > 0 && <span className="soft">{t('assess.alike', { count: a!.alike })}</span>}
              {a!.surge && <InSurge conversation={id} surge={a!.surge} decides={decides && state === 'Waiting'} />}
              {a!.handling.restsUntil && <span className="soft">{t('assess.rests', { at: moment(a!.handling.restsUntil) })}</span>}
            </section>
            {decides && state === 'Waiting' && (
              <section>
                <h2>{t('assess.decision')}</h2>
                <Select label={t('assess.topic')} searchable value={wish.topic ?? topic} placeholder={t('assess.noTopic')} error={asksTopic && !wish.topic ? t('assess.topicFirst') : undefined} data={ofTopic} onChange={(v) => v && onWish({ topic: v, officer: undefined })} />
                <Select
                  label={t('assess.to')}
                  searchable
                  value={unit}
                  placeholder={t('assess.byRules')}
                  data={ofUnit}
                  onChange={(v) => onWish({ directorate: v ?? undefined, officer: undefined })}
                />
                <Select
                  id={officerField}
                  label={
                    <>
                      {t('assess.officer')} <Kbd>P</Kbd>
                    </>
                  }
                  searchable
                  clearable
                  value={wish.officer ?? null}
                  placeholder={t('assess.leastBusy')}
                  nothingFoundMessage={t('assess.noOfficer')}
                  data={ofOfficer}
                  onChange={(v) => onWish({ officer: v ?? undefined, ...(v ? { directorate: officers?.find((o) => o.login === v)?.directorate ?? undefined } : {}) })}
                />
                <Select
                  label={t('assess.place')}
                  searchable
                  clearable
                  limit={30}
                  value={(wish.region ?? a!.region) || null}
                  placeholder={t('assess.noPlace')}
                  data={ofRegion}
                  onDropdownOpen={() => setSeeks(true)}
                  onChange={(v) => onWish({ region: v ?? '' })}
                />
                <Select
                  label={t('assess.priority')}
                  value={wish.priority ?? (String(a!.priority) as 'normal')}
                  data={ofPriority}
                  onChange={(v) => v && onWish({ priority: v as 'normal' })}
                />
                <div className="acts">
                  <Button className="wide" variant={asks ? 'filled' : 'default'} onClick={onTicket} rightSection={<Kbd>T</Kbd>}>
                    {t('act.openTicket')}
                  </Button>
                  <Button variant="default" onClick={onReply} rightSection={<Kbd>R</Kbd>}>
                    {t('act.reply')}
                  </Button>
                  <Button variant="default" onClick={() => onLink()} rightSection={<Kbd>G</Kbd>}>
                    {t('act.link')}
                  </Button>
                  <Button variant={asks ? 'default' : 'filled'} onClick={onDismiss} rightSection={<Kbd>A</Kbd>}>
                    {t('act.dismiss')}
                  </Button>
                  <Button variant="default" onClick={onSpam} rightSection={<Kbd>S</Kbd>}>
                    {t('act.spam')}
                  </Button>
                  <Button className="wide" variant="subtle" onClick={onRest} rightSection={<Kbd>H</Kbd>}>
                    {t('act.rest')}
                  </Button>
                </div>
              </section>
            )}
            {state === 'Dismissed' && dismissalReason && (
              <section>
                <h2>{t('assess.decision')}</h2>
                <span>{t('assess.dismissed', { reason: dismissalReason })}</span>
              </section>
            )}
            <section>
              <h2>{t('assess.citizen')}</h2>
              {a!.tickets.length === 0 && <span className="soft">{t('assess.noTickets')}</span>}
              {a!.tickets.map((x) => (
                <div key={x.number} style={{ display: 'grid', gap: '0.125rem' }}>
                  <span className="row wrap">
                    <Link className="number" to="/tiket/$number" params={{ number: x.number }}>
                      {x.number}
                    </Link>
                    <Stage status={x.status} />
                    <span className="soft">{day(x.openedAt)}</span>
                  </span>
                  <span className="ellipsis soft">{x.subject}</span>
                  {decides && x.canTakeMore && state === 'Waiting' && (
                    <span>
                      <button type="button" className="link" onClick={() => onLink(x.number)}>
                        {t('assess.attach')}
                      </button>
                    </span>
                  )}
                </div>
              ))}
              {a!.regionName && <span className="soft">{t('assess.region', { region: a!.regionName })}</span>}
              <People conversation={id} people={a!.people} decides={decides} />
            </section>
          </div>
        )}
      </div>
    </aside>
  );
});
