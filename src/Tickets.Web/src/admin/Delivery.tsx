import { Badge, Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { moment, number } from '../text/time';
import { Section, Table, useChange } from './parts';

/** The ways to the platforms as a board of their health. */
export function Channels() {
  const { t } = useTranslation();
  const channels = useQuery({ queryKey: ['channels'], queryFn: async () => (await ask(api.GET('/api/v1/channels'))).items, refetchInterval: 30_000 });
  return (
    <Section title={t('admin.page.saluran')} hint={t('admin.channels.hint')} query={channels}>
      {(items) => (
        <Table heads={[t('inbox.platform'), t('admin.users.state'), t('admin.channels.lastSent'), t('admin.channels.said')]}>
          {items.map((c) => (
            <tr key={c.platform}>
              <td>{t(`platform.${c.platform}`)}</td>
              <td>
                <Badge color={c.broken ? 'red' : !c.connected ? 'gray' : c.heldUntil ? 'yellow' : 'teal'}>{t(c.broken ? 'admin.channels.broken' : !c.connected ? 'admin.channels.off' : c.heldUntil ? 'admin.channels.held' : 'admin.channels.works')}</Badge>
                {c.heldUntil && <div className="soft">{t('admin.channels.until', { at: moment(c.heldUntil, false) })}</div>}
              </td>
              <td className="soft">{c.lastSentAt ? moment(c.lastSentAt) : '–'}</td>
              <td>{c.detail ?? ''}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

const noticeStates = ['failed', 'blocked', 'pending', 'sent'] as const;

/** Words that went out, or could not, with another try. */
export function Notices() {
  const { t } = useTranslation();
  const [state, setState] = useState<string>('failed');
  const notices = useInfiniteQuery({
    queryKey: ['notices', state],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/notices', { params: { query: { state, cursor: pageParam || undefined, limit: 50 } } })),
    initialPageParam: '',
    getNextPageParam: (p) => p.next,
  });
  const retry = useChange((id: number) => ask(api.POST('/api/v1/notices/{id}/retry', { params: { path: { id: String(id) } } })), ['notices']);
  const items = { ...notices, data: notices.data?.pages.flatMap((p) => p.items) };
  return (
    <Section title={t('admin.page.keluar')} query={items} action={<SegmentedControl size="xs" value={state} onChange={setState} data={noticeStates.map((s) => ({ value: s, label: t(`admin.notices.${s}`) }))} aria-label={t('admin.users.state')} />} empty={t('admin.notices.none')}>
      {(list) => (
        <>
          <Table heads={[t('admin.notices.words'), t('ticket.ticket'), t('inbox.platform'), t('admin.notices.tries'), t('admin.notices.why'), '']}>
            {list.map((n) => (
              <tr key={n.id}>
                <td style={{ width: '35%' }}>
                  <b>{t(`notice.${n.kind}`)}</b>
                  <div className="clamp soft">{n.text}</div>
                </td>
                <td>
                  {n.ticket && (
                    <Link className="number" to="/tiket/$number" params={{ number: n.ticket }}>
                      {n.ticket}
                    </Link>
                  )}
                </td>
                <td>{t(`platform.${n.platform}`)}</td>
                <td className="num">{n.attempts}</td>
                <td>
                  {n.detail ?? ''}
                  <div className="soft">{n.sentAt ? moment(n.sentAt) : n.nextAttemptAt ? t('delivery.again', { at: moment(n.nextAttemptAt, false) }) : moment(n.createdAt)}</div>
                </td>
                <td>
                  {(n.state === 'Failed' || n.state === 'Blocked') && (
                    <Button variant="default" onClick={() => retry.mutate(n.id)}>
                      {t('act.retry')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </Table>
          {notices.hasNextPage && (
            <Button m="sm" variant="default" loading={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>
              {t('act.moreRows')}
            </Button>
          )}
        </>
      )}
    </Section>
  );
}

const deliveryStates = ['unknown', 'failed', 'accepted', 'processed'] as const;

/** Raw deliveries of the platforms; what nobody understood can be read again. */
export function Deliveries() {
  const { t } = useTranslation();
  const [state, setState] = useState<string>('unknown');
  const deliveries = useInfiniteQuery({
    queryKey: ['deliveries', state],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/deliveries', { params: { query: { state, cursor: pageParam || undefined, limit: 50 } } })),
    initialPageParam: '',
    getNextPageParam: (p) => p.next,
  });
  const retry = useChange((id: number) => ask(api.POST('/api/v1/deliveries/{id}/retry', { params: { path: { id } } })), ['deliveries']);
  const items = { ...deliveries, data: deliveries.data?.pages.flatMap((p) => p.items) };
  return (
    <Section title={t('admin.page.kiriman')} hint={t('admin.deliveries.hint')} query={items} action={<SegmentedControl size="xs" value={state} onChange={setState} data={deliveryStates.map((s) => ({ value: s, label: t(`admin.deliveries.${s}`) }))} aria-label={t('admin.users.state')} />} empty={t('admin.deliveries.none')}>
      {(list) => (
        <>
          <Table heads={['#', t('admin.deliveries.source'), t('admin.deliveries.received'), t('admin.deliveries.bytes'), t('admin.notices.why'), '']}>
            {list.map((d) => (
              <tr key={d.id}>
                <td className="nums">{d.id}</td>
                <td>{d.source}</td>
                <td className="soft">{moment(d.receivedAt)}</td>
                <td className="num">{number(d.bytes)}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{d.detail ?? ''}</td>
                <td>
                  {(d.state === 'unknown' || d.state === 'failed') && (
                    <Button variant="default" onClick={() => retry.mutate(d.id)}>
                      {t('act.readAgain')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </Table>
          {deliveries.hasNextPage && (
            <Button m="sm" variant="default" loading={deliveries.isFetchingNextPage} onClick={() => void deliveries.fetchNextPage()}>
              {t('act.moreRows')}
            </Button>
          )}
        </>
      )}
    </Section>
  );
}
