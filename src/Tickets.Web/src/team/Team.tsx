import { Button, Checkbox, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, isMissing, told, type Schemas } from '../api/client';
import { useNames, useOfficers } from '../api/names';
import { useMe } from '../api/session';
import { bandOf } from '../queue/bands';
import { Empty, Failed, Rows } from '../shell/states';
import { number } from '../text/time';
import { Due, useNow } from '../ticket/Clocks';
import { Stage } from '../ticket/words';

/** What is late, what will be, who carries how much; and work given to others by selection. */
export function Team() {
  const { t } = useTranslation();
  const names = useNames();
  const gives = useMe().is('supervisor', 'officer', 'admin-social', 'director');
  const queries = useQueryClient();
  const now = useNow();
  const officers = useOfficers();
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [only, setOnly] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);

  // The figures are of all; the list below is read page by page.
  const summary = useQuery({ queryKey: ['queue', 'summary'], queryFn: () => ask(api.GET('/api/v1/queue/summary')), refetchInterval: 30_000 });
  const queue = useInfiniteQuery({
    queryKey: ['queue', 'team', only],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/queue', { params: { query: { officer: only ?? undefined, limit: 100, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });

  const sum = summary.data;
  const items = queue.data?.pages.flatMap((p) => p.items) ?? [];
  const presses = (i: Schemas['QueueItem']) => ['late', 'today', 'next'].includes(bandOf(i, sum?.nextWorkingDayEnds ?? '', now));
  const people = officers.data ?? [];
  const load = people
    .map((o) => ({ ...o, ...(sum?.officers.find((x) => x.login === o.login) ?? { open: 0, late: 0, soon: 0 }) }))
    .sort((a, b) => b.open - a.open);
  const most = Math.max(1, ...load.map((l) => l.open));
  const units = new Set(items.filter((i) => chosen.has(i.number)).map((i) => i.directorate));
  const candidates = people.filter((o) => units.size === 1 && units.has(o.directorate));

  const give = useMutation({
    mutationFn: async (officer: string | null) => {
      const some = items.filter((i) => chosen.has(i.number));
      const results = await Promise.allSettled(some.map((i) => ask(api.POST('/api/v1/tickets/{number}/assignment', { params: { path: { number: i.number } }, body: { officer, version: i.version } }))));
      const refused = results.filter((r): r is PromiseRejectedResult => r.status === 'rejected');
      return { given: some.length - refused.length, refused };
    },
    onSuccess: ({ given, refused }) => {
      if (given > 0) notifications.show({ message: t('team.given', { count: given }) });
      if (refused[0]) notifications.show({ color: 'red', title: t('team.notGiven', { count: refused.length }), message: told(refused[0].reason).detail, autoClose: 10_000 });
      setChosen(new Set());
      setTo(null);
      void queries.invalidateQueries({ queryKey: ['queue'] });
      void queries.invalidateQueries({ queryKey: ['officers'] });
    },
  });

  if (summary.isPending) return <Rows />;
  if (isMissing(summary) || isMissing(queue) || !summary.data) return <Failed error={summary.error ?? queue.error} again={() => void Promise.all([summary.refetch(), queue.refetch()])} />;
  const pressing = items.filter(presses);
  const others = items.filter((i) => !presses(i));
  const carrier = people.find((o) => o.login === only)?.name;
  return (
    <>
      <div className="heading">
        <h1>{t('team.title')}</h1>
      </div>
      <div className="scrolls" tabIndex={0} role="group" aria-label={t('team.title')}>
        <div className="page stack">
          <div className="figures">
            <Figure value={summary.data.late} word={t('team.late')} bad={summary.data.late > 0} />
            <Figure value={summary.data.soon} word={t('team.nextDay')} />
            <Figure value={summary.data.unassigned} word={t('team.unassigned')} on={only === 'none'} onClick={() => setOnly(only === 'none' ? null : 'none')} />
            <Figure value={summary.data.waiting} word={t('team.waiting')} />
            <Figure value={summary.data.open} word={t('team.open')} />
          </div>
          <section className="box">
            <header>
              <h2>{t('team.load')}</h2>
              <span className="grow" />
              <span className="legend">
                <span className="lg" data-c="late">{t('queue.band.late')}</span>
                <span className="lg" data-c="overdue">{t('team.soon')}</span>
                <span className="lg" data-c="ok">{t('queue.band.later')}</span>
              </span>
            </header>
            {load.length === 0 ? (
              <Empty title={t('team.nobody')}>{t('team.nobodyDetail')}</Empty>
            ) : (
              <div className="bars">
                {load.map((o) => {
                  const { late, soon, open } = o;
                  return (
                    <button key={o.login} type="button" className="bar as-button" aria-pressed={only === o.login} onClick={() => setOnly(only === o.login ? null : o.login)}>
                      <span style={{ textAlign: 'left' }}>
                        {o.name}
                        <span className="soft" style={{ display: 'block', fontSize: '0.75rem' }}>
                          {names.directorate(o.directorate)}
                          {o.onDuty ? '' : ` · ${t('team.offDuty')}`}
                        </span>
                      </span>
                      <span className="track">
                        <i className="c-late" style={{ width: `${(late / most) * 100}%` }} />
                        <i className="c-overdue" style={{ width: `${(soon / most) * 100}%` }} />
                        <i className="c-ok" style={{ width: `${((open - late - soon) / most) * 100}%` }} />
                      </span>
                      <b className="nums" style={{ textAlign: 'right' }}>
                        {number(open)}
                      </b>
                    </button>
                  );
                })}
              </div>
            )}
          </section>
          {chosen.size > 0 && (
            <div className="selection" role="toolbar" aria-label={t('inbox.selected', { count: chosen.size })} style={{ position: 'sticky', top: 0, zIndex: 3, border: '1px solid var(--line)', borderRadius: '0.5rem' }}>
              <b className="nums">{t('inbox.selected', { count: chosen.size })}</b>
              {units.size === 1 ? (
                <>
                  <Select size="xs" w={230} searchable placeholder={t('team.giveTo')} aria-label={t('team.giveTo')} value={to} data={candidates.map((o) => ({ value: o.login, label: `${o.name} (${o.openWork})` }))} onChange={setTo} />
                  <Button disabled={!to} loading={give.isPending} onClick={() => give.mutate(to)}>
                    {t('team.give')}
                  </Button>
                  <Button variant="default" loading={give.isPending} onClick={() => give.mutate(null)}>
                    {t('ticket.toQueue')}
                  </Button>
                </>
              ) : (
                <span>{t('team.oneUnit')}</span>
              )}
              <Button variant="subtle" onClick={() => setChosen(new Set())}>
                {t('act.unselect')}
              </Button>
            </div>
          )}
          {only && (
            <p className="row wrap">
              <span>{t('team.only', { who: only === 'none' ? t('team.unassigned') : (carrier ?? only) })}</span>
              <Button variant="subtle" onClick={() => setOnly(null)}>
                {t('inbox.clear')}
              </Button>
            </p>
          )}
          {queue.isPending ? (
            <Rows height={48} />
          ) : (
            <>
              <List title={t('team.pressing')} items={pressing} empty={t('team.nothingPressing')} chosen={gives ? chosen : null} setChosen={setChosen} topic={names.topic} />
              {others.length > 0 && <List title={t('team.others')} items={others} empty={t('team.nothingElse')} chosen={gives ? chosen : null} setChosen={setChosen} topic={names.topic} />}
              {queue.hasNextPage && (
                <Button variant="default" style={{ justifySelf: 'center' }} loading={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
                  {t('act.moreRows')}
                </Button>
              )}
            </>
          )}
        </div>
      </div>
    </>
  );
}

function Figure({ value, word, bad, on, onClick }: { value: number; word: string; bad?: boolean; on?: boolean; onClick?: () => void }) {
  const figure = (
    <>
      <b style={bad ? { color: 'var(--red)' } : undefined}>{number(value)}</b>
      <span>{word}</span>
    </>
  );
  return onClick ? (
    <button type="button" className="figure" aria-pressed={on ?? false} onClick={onClick}>
      {figure}
    </button>
  ) : (
    <div className="figure">{figure}</div>
  );
}

function List({ title, items, empty, chosen, setChosen, topic }: { title: string; items: Schemas['QueueItem'][]; empty: string; chosen: Set<string> | null; setChosen: (s: Set<string>) => void; topic: (code: string) => string }) {
  const { t } = useTranslation();
  const all = items.length > 0 && items.every((i) => chosen?.has(i.number));
  const toggle = (numbers: string[], on: boolean) => {
    const now = new Set(chosen ?? []);
    numbers.forEach((n) => (on ? now.add(n) : now.delete(n)));
    setChosen(now);
  };
  return (
    <section className="box">
      <header>
        <h2>{title}</h2>
        <span className="soft nums">{number(items.length)}</span>
      </header>
      {items.length === 0 ? (
        <p className="soft" style={{ padding: '1rem' }}>
          {empty}
        </p>
      ) : (
        <div className="scroll">
          <table className="table rows-on-phone">
            <thead>
              <tr>
                {chosen && (
                  <th style={{ width: '2rem' }}>
                    <Checkbox size="xs" checked={all} aria-label={t('inbox.selectAll')} onChange={(e) => toggle(items.map((i) => i.number), e.currentTarget.checked)} />
                  </th>
                )}
                <th>{t('queue.number')}</th>
                <th>{t('queue.what')}</th>
                <th className="optional">{t('inbox.topic')}</th>
                <th className="optional">{t('queue.stage')}</th>
                <th className="optional">{t('queue.officer')}</th>
                <th>{t('queue.clock')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((i) => (
                <tr key={i.number} data-on={chosen?.has(i.number) || undefined}>
                  {chosen && (
                    <td>
                      <Checkbox size="xs" checked={chosen.has(i.number)} aria-label={t('inbox.select', { who: i.number })} onChange={(e) => toggle([i.number], e.currentTarget.checked)} />
                    </td>
                  )}
                  <td>
                    <Link className="number" to="/tiket/$number" params={{ number: i.number }}>
                      {i.number}
                    </Link>
                  </td>
                  <td className="what" style={{ width: '34%' }}>
                    <div className="clamp">{i.subject}</div>
                  </td>
                  <td className="optional topic">{topic(i.topic)}</td>
                  <td className="optional">
                    <Stage status={i.status} />
                  </td>
                  <td className="optional">{i.officerName ?? <span className="soft">{t('queue.unassigned')}</span>}</td>
                  <td className="when">
                    <Due item={i} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
