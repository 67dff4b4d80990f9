import { ActionIcon, Badge, Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addDays } from '../admin/calendar';
import { api, ask } from '../api/client';
import { useNames } from '../api/names';
import { useMe } from '../api/session';
import { Empty, Failed, Rows } from '../shell/states';
import { day, moment, monthOf, number } from '../text/time';
import { Stage } from '../ticket/words';

const here = getRouteApi('/app/laporan/tiket');
export type BehindSearch = { angka: string; dari?: string; sampai?: string; directorate?: string; topic?: string; platform?: string; officer?: string; priority?: string; province?: string; month?: string };
const keys = ['directorate', 'topic', 'platform', 'officer', 'priority', 'province', 'month'] as const;

/** The tickets that a figure counts, by the very filters under which it was shown. */
export function Behind() {
  const { t } = useTranslation();
  const me = useMe();
  const names = useNames();
  const { angka, dari, sampai, ...group } = here.useSearch();
  const opens = me.is('officer', 'supervisor', 'admin-social', 'administrator');
  const list = useInfiniteQuery({
    queryKey: ['report', 'behind', angka, dari, sampai, group],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/reports/tickets', { params: { query: { figure: angka, from: dari, to: sampai, ...group, cursor: pageParam || undefined, limit: 50 } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const provinces = useQuery({ queryKey: ['provinces'], queryFn: () => ask(api.GET('/api/v1/regions', { params: { query: { provinces: true } } })), enabled: !!group.province, staleTime: Infinity });
  const count = list.data?.pages[0]?.count ?? 0;
  const items = list.data?.pages.flatMap((p) => p.items) ?? [];
  const word = (key: (typeof keys)[number], value: string) =>
    value === 'none' ? t('reports.none') : key === 'topic' ? names.topic(value) : key === 'directorate' ? names.directorate(value) : key === 'priority' ? t(`priority.${value}`) : key === 'platform' ? t(`platform.${value}`) : key === 'province' ? (provinces.data?.items.find((p) => p.code === value)?.name ?? value) : key === 'month' ? monthOf(value) : key === 'officer' ? (items.find((i) => i.officer === value)?.officerName ?? value) : value;

  return (
    <>
      <div className="heading">
        <ActionIcon aria-label={t('act.back')} className="no-print" renderRoot={(props) => <Link to="/laporan" search={{ dari, sampai }} {...props} />}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h1>
          {t(`reports.column.${angka}`)}
          {list.isSuccess && <span className="nums">: {number(count)}</span>}
        </h1>
        <div className="row wrap" style={{ gap: '0.375rem' }}>
          {dari && sampai && (
            <Badge color="gray">
              {day(`${dari}T00:00:00`)} – {day(`${addDays(sampai, -1)}T00:00:00`)}
            </Badge>
          )}
          {keys
            .filter((k) => group[k] !== undefined)
            .map((k) => (
              <Badge key={k} color="teal">
                {t(`reports.group.${k}`)}: {word(k, group[k]!)}
              </Badge>
            ))}
        </div>
      </div>
      <div className="scrolls" tabIndex={0} role="group" aria-label={t(`reports.column.${angka}`)} style={{ background: 'var(--paper)' }}>
        {list.isPending ? (
          <Rows height={44} />
        ) : list.isError ? (
          <Failed error={list.error} again={() => void list.refetch()} />
        ) : items.length === 0 ? (
          <Empty title={t('reports.nothingBehind')}>{t('reports.nothingBehindDetail')}</Empty>
        ) : (
          <>
            {angka === 'reopened' && count > items.length && !list.hasNextPage && <p className="soft" style={{ padding: '0.625rem 1rem' }}>{t('reports.reopenedOften', { count, tickets: items.length })}</p>}
            <table className="table">
              <thead>
                <tr>
                  <th>{t('queue.number')}</th>
                  <th>{t('inbox.topic')}</th>
                  <th>{t('queue.stage')}</th>
                  <th className="optional">{t('ticket.unit')}</th>
                  <th className="optional">{t('queue.officer')}</th>
                  <th className="optional">{t('inbox.platform')}</th>
                  <th className="optional">{t('ticket.opened')}</th>
                  <th>{t('reports.broken')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((i) => (
                  <tr key={i.number}>
                    <td>
                      {opens ? (
                        <Link className="number" to="/tiket/$number" params={{ number: i.number }}>
                          {i.number}
                        </Link>
                      ) : (
                        <span className="nums number">{i.number}</span>
                      )}
                    </td>
                    <td>{names.topic(i.topic)}</td>
                    <td>
                      <Stage status={i.status} />
                    </td>
                    <td className="optional">{names.directorate(i.directorate)}</td>
                    <td className="optional">{i.officerName ?? <span className="soft">{t('queue.unassigned')}</span>}</td>
                    <td className="optional">{t(`platform.${i.platform}`)}</td>
                    <td className="optional">{moment(i.openedAt)}</td>
                    <td style={i.broken.length > 0 ? { color: 'var(--red)' } : undefined}>{i.broken.length > 0 ? i.broken.map((k) => t(`clock.${k}`)).join(', ') : '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {list.hasNextPage && (
              <div style={{ padding: '0.875rem' }}>
                <Button variant="default" fullWidth loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t('act.moreRows')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </>
  );
}
