import { Alert, Badge, Button, Radio, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told, type Schemas } from '../api/client';
import { faultOf } from '../text/faults';
import { moment, number } from '../text/time';
import { Form, Section, Table, useChange } from './parts';

type Channel = Schemas['ListedChannel'];
/** Whether anything ever went through: without it nobody knows. */
const proven = (c: Channel) => !!c.lastSentAt || !!c.lastHeardAt;
export const useChannels = () => useQuery({ queryKey: ['channels'], queryFn: async () => (await ask(api.GET('/api/v1/channels'))).items, refetchInterval: 30_000 });

/** The ways to the platforms as a board of their health, and what mends them. */
export function Channels() {
  const { t } = useTranslation();
  const channels = useChannels();
  const [entered, setEntered] = useState<{ channel: Channel; settings: Record<string, string> } | null>(null);
  const [answers, setAnswers] = useState<Record<string, Schemas['ChannelTest']>>({});
  const test = useMutation({
    mutationFn: async (platform: string) => ({ platform, answer: await ask(api.POST('/api/v1/channels/{platform}/test', { params: { path: { platform } } })) }),
    onSuccess: ({ platform, answer }) => setAnswers((a) => ({ ...a, [platform]: answer })),
    onError: (error, platform) => setAnswers((a) => ({ ...a, [platform]: { works: false, detail: told(error).title } })),
  });
  const lift = useChange((platform: string) => ask(api.DELETE('/api/v1/channels/{platform}/hold', { params: { path: { platform } } })), ['channels', 'notices']);
  const connect = useChange(
    (e: { channel: Channel; settings: Record<string, string> }) => ask(api.PUT('/api/v1/channels/{platform}', { params: { path: { platform: e.channel.platform } }, body: { settings: Object.fromEntries(Object.entries(e.settings).filter(([, v]) => v.trim())) } })),
    ['channels'],
    () => setEntered(null),
  );
  const forget = useChange((e: { channel: Channel; name: string }) => ask(api.PUT('/api/v1/channels/{platform}', { params: { path: { platform: e.channel.platform } }, body: { settings: { [e.name]: null } } })), ['channels'], () => setEntered(null));
  const broken = channels.data?.filter((c) => c.broken) ?? [];
  return (
    <>
      {broken.map((c) => (
        <Alert key={c.platform} color="red" role="alert" icon={<IconAlertTriangle size={18} />} title={t(c.unreadable ? 'admin.channels.unreadable' : 'admin.channels.alarm', { platform: t(`platform.${c.platform}`) })}>
          <p style={{ overflowWrap: 'anywhere' }}>{faultOf(c.detail)}</p>
          <p>{c.unreadable ? t('admin.channels.unreadableDetail') : t('admin.channels.alarmDetail', { count: c.waiting })}</p>
          <div className="row wrap" style={{ marginTop: '0.5rem' }}>
            {c.mayEnter.length > 0 && <Button onClick={() => setEntered({ channel: c, settings: {} })}>{t('admin.channels.newToken')}</Button>}
            <Button variant="default" loading={test.isPending && test.variables === c.platform} onClick={() => test.mutate(c.platform)}>
              {t('admin.channels.test')}
            </Button>
          </div>
        </Alert>
      ))}
      <Section title={t('admin.page.saluran')} hint={t('admin.channels.hint')} query={channels}>
        {(items) => (
          <Table heads={[t('inbox.platform'), t('admin.users.state'), t('admin.channels.lastHeard'), t('admin.channels.lastSent'), { num: t('admin.channels.waiting') }, t('admin.channels.said'), '']}>
            {items.map((c) => (
              <tr key={c.platform}>
                <td>{t(`platform.${c.platform}`)}</td>
                <td>
                  <Badge color={c.broken ? 'red' : !c.connected ? 'gray' : c.heldUntil ? 'yellow' : proven(c) ? 'teal' : 'gray'}>
                    {t(c.broken ? 'admin.channels.broken' : c.connected === null ? 'admin.channels.elsewhere' : !c.connected ? 'admin.channels.off' : c.heldUntil ? 'admin.channels.held' : proven(c) ? 'admin.channels.works' : 'admin.channels.unproven')}
                  </Badge>
                  {c.heldUntil && <div className="soft">{t('admin.channels.until', { at: moment(c.heldUntil, false) })}</div>}
                </td>
                <td className="soft">{c.lastHeardAt ? moment(c.lastHeardAt) : '–'}</td>
                <td className="soft">{c.lastSentAt ? moment(c.lastSentAt) : '–'}</td>
                <td className="num">{number(c.waiting)}</td>
                <td style={{ overflowWrap: 'anywhere' }}>
                  {faultOf(c.detail) ?? ''}
                  {answers[c.platform] && (
                    <div role="status" style={{ color: answers[c.platform]!.works ? 'var(--accent)' : 'var(--red)' }}>
                      {t(answers[c.platform]!.works ? 'admin.channels.answered' : 'admin.channels.refused')}: {answers[c.platform]!.detail}
                    </div>
                  )}
                  {!!c.holes && <div className="soft">{t('admin.channels.holes', { count: c.holes })}</div>}
                  {c.spentToday > 0 && <div className="soft">{t('admin.channels.spent', { n: number(c.spentToday) })}</div>}
                </td>
                <td>
                  <div className="row" style={{ justifyContent: 'flex-end' }}>
                    {c.heldUntil && (
                      <Button variant="default" loading={lift.isPending} onClick={() => lift.mutate(c.platform)}>
                        {t('admin.channels.lift')}
                      </Button>
                    )}
                    <Button variant="default" loading={test.isPending && test.variables === c.platform} onClick={() => test.mutate(c.platform)}>
                      {t('admin.channels.test')}
                    </Button>
                    {c.mayEnter.length > 0 && (
                      <Button variant="default" onClick={() => setEntered({ channel: c, settings: {} })}>
                        {t('admin.channels.connect')}
                      </Button>
                    )}
                  </div>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form
        title={entered ? t('admin.channels.connectTo', { platform: t(`platform.${entered.channel.platform}`) }) : ''}
        opened={!!entered}
        onClose={() => setEntered(null)}
        onSubmit={() => entered && connect.mutate(entered)}
        busy={connect.isPending}
        ready={!!entered && Object.values(entered.settings).some((v) => v.trim())}
      >
        {entered && (
          <>
            <p className="soft">{t('admin.channels.sealed')}</p>
            {entered.channel.mayEnter.map((name) => (
              <div key={name} className="row" style={{ alignItems: 'flex-end' }}>
                <TextInput
                  className="grow"
                  label={t(`admin.channels.setting.${name}`, { defaultValue: name })}
                  type={/token|secret|key/i.test(name) ? 'password' : 'text'}
                  autoComplete="off"
                  placeholder={entered.channel.entered.includes(name) ? t('admin.channels.kept') : t('admin.channels.notEntered')}
                  value={entered.settings[name] ?? ''}
                  onChange={(e) => setEntered({ ...entered, settings: { ...entered.settings, [name]: e.currentTarget.value } })}
                  maxLength={4000}
                />
                {entered.channel.entered.includes(name) && (
                  <Button variant="subtle" color="red" loading={forget.isPending} onClick={() => forget.mutate({ channel: entered.channel, name })}>
                    {t('act.delete')}
                  </Button>
                )}
              </div>
            ))}
          </>
        )}
      </Form>
    </>
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
  const [looked, setLooked] = useState<{ notice: Schemas['ListedNotice']; there: boolean; id: string; reason: string } | null>(null);
  const settle = useChange(
    (l: { notice: Schemas['ListedNotice']; there: boolean; id: string; reason: string }) =>
      l.there
        ? ask(api.POST('/api/v1/notices/{id}/proof', { params: { path: { id: String(l.notice.id) } }, body: { platformId: l.id.trim() || null, reason: l.reason } }))
        : ask(api.POST('/api/v1/notices/{id}/resending', { params: { path: { id: String(l.notice.id) } }, body: { reason: l.reason } })),
    ['notices'],
    () => setLooked(null),
  );
  const items = { ...notices, data: notices.data?.pages.flatMap((p) => p.items) };
  return (
    <>
    <Section title={t('admin.page.keluar')} query={items} action={<SegmentedControl size="xs" value={state} onChange={setState} data={noticeStates.map((s) => ({ value: s, label: t(`admin.notices.${s}`) }))} aria-label={t('admin.users.state')} />} empty={t(`admin.notices.none.${state}`)}>
      {(list) => (
        <>
          <Table heads={[t('admin.notices.words'), t('ticket.ticket'), t('inbox.platform'), { num: t('admin.notices.tries') }, t('admin.notices.why'), '']}>
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
                  {faultOf(n.detail) ?? ''}
                  <div className="soft">{n.sentAt ? moment(n.sentAt) : n.nextAttemptAt ? t('delivery.again', { at: moment(n.nextAttemptAt, false) }) : n.state === 'Pending' ? t('delivery.Awaits') : moment(n.createdAt)}</div>
                </td>
                <td>
                  {(n.state === 'Failed' || n.state === 'Blocked') && (
                    <div className="row" style={{ justifyContent: 'flex-end' }}>
                      <Button variant="default" onClick={() => retry.mutate(n.id)}>
                        {t('act.retry')}
                      </Button>
                      <Button variant="subtle" onClick={() => setLooked({ notice: n, there: true, id: '', reason: '' })}>
                        {t('admin.notices.looked')}
                      </Button>
                    </div>
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
      <Form title={t('admin.notices.looked')} opened={!!looked} onClose={() => setLooked(null)} onSubmit={() => looked && settle.mutate(looked)} busy={settle.isPending} ready={!!looked?.reason.trim()} action={t(looked?.there ? 'admin.notices.isThere' : 'admin.notices.sendAgain')}>
        {looked && (
          <>
            <p className="soft">{t('admin.notices.lookedHint')}</p>
            <p className="preview-words">{looked.notice.text}</p>
            <Radio.Group label={t('admin.notices.found')} value={looked.there ? 'there' : 'not'} onChange={(v) => setLooked({ ...looked, there: v === 'there' })}>
              <Stack gap="xs" mt="xs">
                <Radio value="there" label={t('admin.notices.there')} />
                <Radio value="not" label={t('admin.notices.notThere')} />
              </Stack>
            </Radio.Group>
            {looked.there && <TextInput label={t('admin.notices.platformId')} value={looked.id} onChange={(e) => setLooked({ ...looked, id: e.currentTarget.value })} maxLength={200} />}
            <Textarea label={t('admin.notices.how')} value={looked.reason} onChange={(e) => setLooked({ ...looked, reason: e.currentTarget.value })} maxLength={500} required />
          </>
        )}
      </Form>
    </>
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
    <Section title={t('admin.page.kiriman')} hint={t('admin.deliveries.hint')} query={items} action={<SegmentedControl size="xs" value={state} onChange={setState} data={deliveryStates.map((s) => ({ value: s, label: t(`admin.deliveries.${s}`) }))} aria-label={t('admin.users.state')} />} empty={t(`admin.deliveries.none.${state}`)}>
      {(list) => (
        <>
          <Table heads={['#', t('admin.deliveries.source'), t('admin.deliveries.received'), { num: t('admin.deliveries.bytes') }, t('admin.notices.why'), '']}>
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
