import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Fragment, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, isMissing, type Schemas } from '../api/client';
import { useNames, useTopics } from '../api/names';
import { useMe } from '../api/session';
import { useKeys } from '../shell/keys';
import { Empty, Failed, Rows } from '../shell/states';
import { ago } from '../text/time';
import { SavedViews } from '../views/SavedViews';
// Whoever opens a ticket from here finds its screen there: keys typed meanwhile are not lost.
import '../ticket/Ticket';
import { Due, useNow } from '../ticket/Clocks';
import { Stage } from '../ticket/words';
import { bandOf, type QueueBand } from './bands';

const here = getRouteApi('/app/antrean');
type Row = Schemas['QueueItem'];
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
  const [words, setWords] = useState(search.q ?? '');
  const [sought] = useDebouncedValue(words.trim(), 250);
  useEffect(() => {
    if (sought !== (search.q ?? '')) void filter({ search: (s) => ({ ...s, q: sought || undefined }), replace: true });
  }, [sought]); // eslint-disable-line
  useEffect(() => {
    if ((search.q ?? '') !== sought) setWords(search.q ?? '');
  }, [search.q]); // eslint-disable-line
  const query = { officer: whose === 'saya' ? me.login : whose === 'kosong' ? 'none' : undefined, topic: search.topik, q: search.q, limit: 100 };
  const queue = useInfiniteQuery({
    queryKey: ['queue', 'pages', query],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/queue', { params: { query: { ...query, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
  const [cursor, setCursor] = useState(-1);
  const items = useMemo(() => queue.data?.pages.flatMap((p) => p.items) ?? [], [queue.data]);
  const nextWorkingDayEnds = queue.data?.pages[0]?.nextWorkingDayEnds ?? '';
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
        <TextInput size="xs" w={190} placeholder={t('queue.find')} aria-label={t('queue.find')} leftSection={<IconSearch size={14} />} value={words} onChange={(e) => setWords(e.currentTarget.value)} maxLength={100} />
      </div>
      <div className="scrolls" tabIndex={0} role="group" aria-label={t('queue.title')} style={{ background: 'var(--paper)' }}>
        {queue.isPending ? (
          <Rows height={48} />
        ) : isMissing(queue) ? (
          <Failed error={queue.error} again={() => void queue.refetch()} />
        ) : items.length === 0 ? (
          <Empty title={t(search.q || search.topik ? 'inbox.nothingFound' : 'queue.empty')}>
            {search.q || search.topik ? (
              <Button variant="default" onClick={() => (setWords(''), void filter({ search: (s) => ({ milik: s.milik }) }))}>
                {t('inbox.clear')}
              </Button>
            ) : (
              t(whose === 'saya' ? 'queue.emptyMine' : 'queue.emptyDetail')
            )}
          </Empty>
        ) : (
          <table className="table rows-on-phone">
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
                const own = bandOf(i, nextWorkingDayEnds, now);
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
                      <td className="what" style={{ maxWidth: '30rem', width: '38%' }}>
                        <div className="clamp">{i.subject}</div>
                        <div className="soft" style={{ fontSize: '0.75rem' }}>
                          {i.citizen ?? t('inbox.unnamed')}
                          {String(i.priority) === 'urgent' && <b style={{ color: 'var(--red)' }}> · {t('priority.urgent')}</b>}
                        </div>
                      </td>
                      <td className="optional topic">{names.topic(i.topic)}</td>
                      <td className="optional">
                        <Stage status={i.status} />
                      </td>
                      {whose !== 'saya' && <td className="optional tight">{i.officerName ?? <span className="soft">{t('queue.unassigned')}</span>}</td>}
                      <td className="when">
                        <Due item={i} />
                      </td>
                      <td className="optional soft tight">
                        {t(i.lastFrom === 'citizen' ? 'queue.byCitizen' : 'queue.byUs')}, {ago(i.lastAt, now)}
                      </td>
                    </tr>
                  </Fragment>
                );
              })}
            </tbody>
          </table>
        )}
        {queue.hasNextPage && (
          <p style={{ padding: '1rem', textAlign: 'center' }}>
            <Button variant="default" loading={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
              {t('act.moreRows')}
            </Button>
          </p>
        )}
      </div>
    </>
  );
}
