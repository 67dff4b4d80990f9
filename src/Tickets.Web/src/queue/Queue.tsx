import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useNames, useTopics } from '../api/names';
import { useMe } from '../api/session';
import { useKeys } from '../shell/keys';
import { Empty, Failed, Rows } from '../shell/states';
import { ago } from '../text/time';
import { SavedViews } from '../views/SavedViews';
import { Due, useNow } from '../ticket/Clocks';
import { Stage } from '../ticket/words';

const here = getRouteApi('/app/antrean');
type Row = Schemas['QueueItem'];
export type QueueBand = 'late' | 'today' | 'next' | 'later' | 'waiting';

/** Where a ticket stands in somebody's day. */
export function bandOf(item: Pick<Row, 'dueAt' | 'late'>, nextWorkingDayEnds: string, now: number): QueueBand {
  if (!item.dueAt) return 'waiting';
  if (item.late) return 'late';
  const due = Date.parse(item.dueAt);
  const midnight = new Date(now).setHours(24, 0, 0, 0);
  if (due < midnight) return 'today';
  return due <= Date.parse(nextWorkingDayEnds) ? 'next' : 'later';
}

export const useQueue = (officer: string | undefined) =>
  useQuery({ queryKey: ['queue', officer ?? 'all'], queryFn: () => ask(api.GET('/api/v1/queue', { params: { query: { officer } } })), refetchInterval: 30_000 });

/** Open work by the time that is left. */
export function Queue() {
  const { t } = useTranslation();
  const me = useMe();
  const names = useNames();
  const now = useNow();
  const search = here.useSearch();
  const filter = here.useNavigate();
  const navigate = useNavigate();
  const topics = useTopics().data ?? [];
  const whose = search.milik ?? (me.is('officer') ? 'saya' : 'direktorat');
  const queue = useQueue(whose === 'saya' ? me.login : whose === 'kosong' ? 'none' : undefined);
  const [cursor, setCursor] = useState(-1);
  const words = (search.q ?? '').toLowerCase();
  const items = (queue.data?.items ?? []).filter(
    (i) => (!search.topik || i.topic === search.topik) && (!words || `${i.number} ${i.subject} ${i.citizen ?? ''}`.toLowerCase().includes(words)),
  );
  const open = (i: Row) => void navigate({ to: '/tiket/$number', params: { number: i.number } });
  useKeys({
    j: () => setCursor((c) => Math.min(items.length - 1, c + 1)),
    k: () => setCursor((c) => Math.max(0, c - 1)),
    Enter: () => items[cursor] && open(items[cursor]),
    o: () => items[cursor] && open(items[cursor]),
  });

  let band: QueueBand | null = null;
  return (
    <>
      <div className="heading">
        <h1>{t('queue.title')}</h1>
        <SegmentedControl
          size="xs"
          value={whose}
          onChange={(v) => void filter({ search: (s) => ({ ...s, milik: v as 'saya' }) })}
          data={[...(me.is('officer') ? [{ value: 'saya', label: t('queue.mine') }] : []), { value: 'direktorat', label: t(me.directorate ? 'queue.unit' : 'queue.all') }, { value: 'kosong', label: t('queue.nobody') }]}
          aria-label={t('queue.whose')}
        />
        <SavedViews
          screen="queue"
          filters={{ milik: search.milik, topik: search.topik, q: search.q }}
          apply={(f, start) => void filter({ search: { milik: f.milik as 'saya' | undefined, topik: f.topik, q: f.q }, replace: start })}
        />
        <span className="grow" />
        <Select className="optional" size="xs" w={190} clearable placeholder={t('inbox.topic')} aria-label={t('inbox.topic')} value={search.topik ?? null} data={topics.map((x) => ({ value: x.code, label: names.topic(x.code) }))} onChange={(v) => void filter({ search: (s) => ({ ...s, topik: v ?? undefined }), replace: true })} />
        <TextInput size="xs" w={190} placeholder={t('queue.find')} aria-label={t('queue.find')} leftSection={<IconSearch size={14} />} value={search.q ?? ''} onChange={(e) => void filter({ search: (s) => ({ ...s, q: e.target.value || undefined }), replace: true })} maxLength={100} />
      </div>
      <div className="scrolls" tabIndex={0} role="group" aria-label={t('queue.title')} style={{ background: 'var(--paper)' }}>
        {queue.isPending ? (
          <Rows height={48} />
        ) : queue.isError ? (
          <Failed error={queue.error} again={() => void queue.refetch()} />
        ) : items.length === 0 ? (
          <Empty title={t(words || search.topik ? 'inbox.nothingFound' : 'queue.empty')}>
            {words || search.topik ? (
              <Button variant="default" onClick={() => void filter({ search: (s) => ({ milik: s.milik }) })}>
                {t('inbox.clear')}
              </Button>
            ) : (
              t(whose === 'saya' ? 'queue.emptyMine' : 'queue.emptyDetail')
            )}
          </Empty>
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th>{t('queue.number')}</th>
                <th>{t('queue.what')}</th>
                <th className="optional">{t('inbox.topic')}</th>
                <th className="optional">{t('queue.stage')}</th>
                {whose !== 'saya' && <th className="optional">{t('queue.officer')}</th>}
                <th>{t('queue.clock')}</th>
                <th className="optional">{t('queue.last')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((i, at) => {
                const own = bandOf(i, queue.data.nextWorkingDayEnds, now);
                const begins = own !== band;
                band = own;
                return (
                  <Fragment key={i.number}>
                    {begins && (
                      <tr className="group" data-band={own}>
                        <td colSpan={7}>{t(`queue.band.${own}`)}</td>
                      </tr>
                    )}
                    <tr data-link data-on={at === cursor || undefined} onClick={() => open(i)}>
                      <td>
                        <Link className="number" to="/tiket/$number" params={{ number: i.number }} onClick={(e) => e.stopPropagation()}>
                          {i.number}
                        </Link>
                        <div className="soft" style={{ fontSize: '0.75rem' }}>
                          {t(`platform.${i.platform}`)}
                        </div>
                      </td>
                      <td style={{ maxWidth: '30rem', width: '45%' }}>
                        <div className="clamp">{i.subject}</div>
                        <div className="soft" style={{ fontSize: '0.75rem' }}>
                          {i.citizen ?? t('inbox.unnamed')}
                          {String(i.priority) === 'urgent' && <b style={{ color: 'var(--red)' }}> · {t('priority.urgent')}</b>}
                        </div>
                      </td>
                      <td className="optional">{names.topic(i.topic)}</td>
                      <td className="optional">
                        <Stage status={i.status} />
                      </td>
                      {whose !== 'saya' && <td className="optional">{i.officerName ?? <span className="soft">{t('queue.unassigned')}</span>}</td>}
                      <td>
                        <Due item={i} />
                      </td>
                      <td className="optional soft">
                        {t(i.lastFrom === 'citizen' ? 'queue.byCitizen' : 'queue.byUs')}, {ago(i.lastAt, now)}
                      </td>
                    </tr>
                  </Fragment>
                );
              })}
            </tbody>
          </table>
        )}
        {queue.data?.truncated && <p className="event" style={{ padding: '1rem' }}>{t('queue.truncated')}</p>}
      </div>
    </>
  );
}
