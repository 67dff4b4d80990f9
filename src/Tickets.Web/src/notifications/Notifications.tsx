import { Button, SegmentedControl } from '@mantine/core';
import { IconAt, IconBell, IconBellRinging, IconCalendarOff, IconCheck, IconChecks, IconCircle, IconCircleFilled, IconPlugConnectedX, IconStairsUp } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { notifications as toasts } from '@mantine/notifications';
import { api, ask, told, type Schemas } from '../api/client';
import { useMe } from '../api/session';
import { Empty, Failed, Rows } from '../shell/states';
import { ago, moment } from '../text/time';
import { useNow } from '../ticket/Clocks';
import { rungOf } from './rungs';

const here = getRouteApi('/app/pemberitahuan');
type Told = Schemas['ListedNotification'];

/** What somebody was told of: rungs of the ladder that were reached, and colleagues who named them; the newest first. */
export function Notifications() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const now = useNow();
  const all = !!here.useSearch().semua;
  const navigate = here.useNavigate();
  const list = useInfiniteQuery({
    queryKey: ['notifications', all],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/notifications', { params: { query: { unread: all ? undefined : true, cursor: pageParam || undefined, limit: 30 } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
  const items = list.data?.pages.flatMap((p) => p.items) ?? [];
  const read = useMutation({
    mutationFn: (id: number | null) => (id === null ? ask(api.POST('/api/v1/notifications/read-all')) : ask(api.POST('/api/v1/notifications/{id}/read', { params: { path: { id } } }))),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['notifications'] });
      void queries.invalidateQueries({ queryKey: ['counts'] });
    },
    onError: (error) => toasts.show({ color: 'red', title: told(error).title, message: told(error).detail }),
  });

  return (
    <>
      <div className="heading">
        <h1>{t('notifications.title')}</h1>
        <SegmentedControl
          size="xs"
          value={all ? 'all' : 'unread'}
          onChange={(v) => void navigate({ search: { semua: v === 'all' || undefined }, replace: true })}
          data={[
            { value: 'unread', label: t('notifications.onlyUnread') },
            { value: 'all', label: t('notifications.all') },
          ]}
          aria-label={t('notifications.show')}
        />
        <span className="grow" />
        <Button variant="default" leftSection={<IconChecks size={15} />} disabled={!items.some((n) => !n.readAt)} loading={read.isPending && read.variables === null} onClick={() => read.mutate(null)}>
          {t('notifications.readAll')}
        </Button>
      </div>
      <div className="scrolls" tabIndex={0} role="group" aria-label={t('notifications.title')}>
        <div className="page">
          {list.isPending ? (
            <Rows height={92} />
          ) : list.isError && items.length === 0 ? (
            <Failed error={list.error} again={() => void list.refetch()} />
          ) : items.length === 0 ? (
            <Empty icon={<IconBell size={36} stroke={1.3} aria-hidden />} title={t(all ? 'notifications.none' : 'notifications.allRead')}>
              {all ? (
                t('notifications.noneDetail')
              ) : (
                <Button variant="default" onClick={() => void navigate({ search: { semua: true }, replace: true })}>
                  {t('notifications.showAll')}
                </Button>
              )}
            </Empty>
          ) : (
            <ol className="told box">
              {items.map((n) => (
                <Item key={n.id} told={n} now={now} read={() => read.mutate(n.id)} />
              ))}
            </ol>
          )}
          {list.hasNextPage && (
            <Button mt="sm" variant="default" fullWidth loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('act.moreRows')}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

const sorts = { Rung: IconStairsUp, Mention: IconAt, Channel: IconPlugConnectedX, Reminder: IconBellRinging, Calendar: IconCalendarOff };

function Item({ told: n, now, read }: { told: Told; now: number; read: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const opens = me.is('officer', 'supervisor', 'admin-social', 'administrator', 'director', 'inspectorate');
  const rung = n.kind === 'Rung';
  const Sort = sorts[n.kind as keyof typeof sorts] ?? IconBell;
  return (
    <li data-unread={!n.readAt || undefined}>
      <span className="sort" aria-hidden>
        <Sort size={18} stroke={1.7} />
      </span>
      <div className="grow">
        <p className="what">
          {!n.readAt && <span className="visually-hidden">{t('notifications.isUnread')} </span>}
          {n.text}
        </p>
        {n.subject && <p className="clamp soft">{n.subject}</p>}
        {n.ladder.length > 0 && <Ladder told={n} />}
        <p className="soft facts">
          <time dateTime={n.toldAt} title={moment(n.toldAt)}>
            {ago(n.toldAt, now)}
          </time>
          {rung && n.to && <span>{t('notifications.for', { to: t(`to.${String(n.to)}`) })}</span>}
          {rung && <span>{n.others.length > 0 ? t('notifications.others', { who: n.others.join(', ') }) : t('notifications.onlyYou')}</span>}
          {n.ended && (
            <span className="row" style={{ gap: '0.2rem' }}>
              <IconCheck size={13} aria-hidden /> {t('notifications.ended')}
            </span>
          )}
        </p>
      </div>
      <div className="acts-of-told">
        {n.ticket && opens && (
          <Link className="number" to="/tiket/$number" params={{ number: n.ticket }} onClick={() => !n.readAt && read()}>
            {n.ticket}
          </Link>
        )}
        {n.ticket && !opens && <span className="nums">{n.ticket}</span>}
        {n.conversation !== null && me.is('admin-social', 'administrator') && (
          <Link to="/kotak-masuk" search={{ buka: n.conversation }} onClick={() => !n.readAt && read()}>
            {t('notifications.openConversation')}
          </Link>
        )}
        {!n.readAt && (
          <Button variant="subtle" onClick={read}>
            {t('notifications.markRead')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The whole ladder of that promise: what was reached, where this one stands, what would come. */
function Ladder({ told: n }: { told: Told }) {
  const { t } = useTranslation();
  return (
    <ol className="rungs" aria-label={t('notifications.ladder', { clock: t(`clock.${n.clock}`) })}>
      {n.ladder.map((r) => (
        <li key={r.rung} data-reached={r.reachedAt ? '' : undefined} data-this={r.rung === n.rung || undefined} title={r.reachedAt ? moment(r.reachedAt) : t('notifications.notReached')}>
          {r.reachedAt ? <IconCircleFilled size={8} aria-hidden /> : <IconCircle size={8} aria-hidden />}
          <span>
            {rungOf(r.rung)}: {t(`to.${String(r.to)}`)}
            <span className="visually-hidden">{r.reachedAt ? `, ${moment(r.reachedAt)}` : `, ${t('notifications.notReached')}`}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
