import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconArrowLeft, IconDots, IconEye, IconPrinter } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, isMissing, Refused, told, type Schemas } from '../api/client';
import { useLive, usePresent } from '../api/live';
import { useNames, useOfficers } from '../api/names';
import { useMe } from '../api/session';
import { useKeys } from '../shell/keys';
import { Failed, Rows } from '../shell/states';
import { day, moment } from '../text/time';
import { whileFetching } from './Attached';
import { Clocks } from './Clocks';
import { Post } from '../inbox/Post';
import { Composer, type Mode } from './Composer';
import { classify, Classification } from './Classification';
import { Dialogs, type DialogName } from './dialogs';
import { MentionedText, useColleagues } from './mentions';
import { ticketScreen } from './TicketScreen';
import { Ours, Said, Stage } from './words';

const here = getRouteApi('/app/tiket/$number');
export type TicketBody = Schemas['TicketBody'];

/** What happened that is told amid the conversation; the rest stands in the history. */
const amid = new Set(['TicketRouted', 'TicketTransferred', 'InstructionGiven', 'TicketResolved', 'TicketReopened', 'TicketReferred', 'TicketInvalidated', 'TicketMerged', 'TicketClosed', 'SlaBreached']);
const open = ['New', 'Assigned', 'InProgress', 'WaitingOnCitizen'];

export function Ticket() {
  const { t } = useTranslation();
  const me = useMe();
  const names = useNames();
  const router = useRouter();
  const { number } = here.useParams();
  const queries = useQueryClient();
  const { look } = useLive();
  const others = usePresent(`t:${number}`).filter((n) => n !== me.name);
  const officers = useOfficers().data ?? [];
  const [mode, setMode] = useState<Mode | null>(null);
  const [dialog, setDialog] = useState<DialogName | 'classify' | null>(null);
  const [transferTo, setTransferTo] = useState<string | null>(null);
  const [back, setBack] = useState<Parameters<typeof classify>[2] | null>(null);
  const scroller = useRef<HTMLDivElement>(null);

  const ticket = useQuery({
    queryKey: ['ticket', number],
    queryFn: () => ask(api.GET('/api/v1/tickets/{number}', { params: { path: { number } } })),
    refetchInterval: (query) => whileFetching(query.state.data?.conversation?.messages),
  });
  const clocks = useQuery({ queryKey: ['ticket', number, 'clocks'], queryFn: () => ask(api.GET('/api/v1/tickets/{number}/clocks', { params: { path: { number } } })), refetchInterval: 60_000 });
  useEffect(() => {
    look(`t:${number}`);
    return () => look(null);
  }, [number]); // eslint-disable-line
  const data = ticket.data;
  useEffect(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [data?.conversation?.messages.length, data?.notices.length]);

  const refresh = (body?: unknown) => {
    if (body && typeof body === 'object' && 'number' in body) queries.setQueryData(['ticket', number], body);
    void queries.invalidateQueries({ queryKey: ['ticket', number] });
    void queries.invalidateQueries({ queryKey: ['queue'] });
    void queries.invalidateQueries({ queryKey: ['counts'] });
  };
  const failed = (error: unknown) => {
    const { title, detail } = told(error);
    notifications.show({ color: 'red', title, message: detail, autoClose: 10_000 });
    if (error instanceof Refused && error.refusal === 'SomebodyWasFaster') refresh();
  };
  const take = useMutation({
    mutationFn: (officer: string | null) => ask(api.POST('/api/v1/tickets/{number}/assignment', { params: { path: { number } }, body: { officer, version: data!.version } })),
    onSuccess: refresh,
    onError: failed,
  });

  const undo = useMutation({ mutationFn: () => classify(number, data!.version, back!, t('ticket.takenBack')), onSuccess: (body) => (setBack(null), refresh(body)), onError: failed });
  useEffect(() => setBack(null), [number]);
  useEffect(() => {
    if (!back) return;
    const over = setTimeout(() => setBack(null), 10_000);
    return () => clearTimeout(over);
  }, [back]);

  const status = data?.status ?? '';
  const works = me.is('officer', 'supervisor', 'admin-social');
  const isOpen = open.includes(status) && status !== 'New';
  const ours = !me.directorate || me.directorate === data?.directorate;
  const solves = works && me.is('officer', 'supervisor') && isOpen && ours;
  const answers = works && (isOpen || status === 'Resolved');
  const classifies = open.includes(status) && (me.is('admin-social') || (ours && (me.is('supervisor') || (me.is('officer') && (!data?.officer || data.officer === me.login)))));
  const ended = ['Resolved', 'Closed', 'Referred', 'Invalid'].includes(status) && !data?.mergedInto;
  const takes = me.is('officer') && isOpen && !data?.officer && me.directorate === data?.directorate;
  const officerName = data?.officer ? (officers.find((o) => o.login === data.officer)?.name ?? data.officer) : null;
  const people = useColleagues(number, works && (mode === 'note' || !!data?.history.some((h) => h.type === 'NoteWritten' && h.text.includes('@')))).data ?? [];

  useKeys({
    r: () => answers && setMode('reply'),
    q: () => answers && isOpen && setMode('question'),
    n: () => works && setMode('note'),
    e: () => solves && setMode('resolution'),
    d: () => works && isOpen && setDialog('transfer'),
    k: () => classifies && setDialog('classify'),
    u: () => back && undo.mutate(),
    p: () => window.print(),
    Escape: () => setMode(null),
  });

  if (ticket.isPending) return <Rows count={6} height={90} />;
  if (isMissing(ticket)) return <Failed error={ticket.error} again={() => void ticket.refetch()} />;
  const body = data!;
  const lines = [
    ...(body.conversation?.messages ?? []).map((m) => ({
      at: m.sentAt,
      node: (
        <Said
          key={m.id}
          message={m}
          who={body.citizen.name}
          opens={works}
          reveal={works ? async (message) => (await ask(api.POST('/api/v1/tickets/{number}/disclosures', { params: { path: { number } }, body: { message } }))).text : undefined}
        />
      ),
    })),
    ...body.notices.map((n) => ({ at: n.sentAt ?? n.createdAt, node: <Ours key={n.key} text={n.text} kind={n.kind} door={n.door} state={n.state} at={n.sentAt ?? n.createdAt} detail={n.detail} nextAttemptAt={n.nextAttemptAt} /> })),
    ...body.history
      .filter((h) => h.type === 'NoteWritten' || amid.has(h.type))
      .map((h, i) => ({
        at: h.at,
        node:
          h.type === 'NoteWritten' ? (
            <article key={`h${i}`} className="bubble" data-from="note">
              <header>
                <b>{h.actor}</b>
                <span>{t('words.note')}</span>
                <time dateTime={h.at}>{moment(h.at, false)}</time>
              </header>
              <MentionedText text={h.text.replace(/^(Catatan|Note): /, '')} people={people} />
            </article>
          ) : (
            <p key={`h${i}`} className="event">
              {h.text} <span>· {h.actor} · {moment(h.at, false)}</span>
            </p>
          ),
      })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));

  const primary: [string, () => void] | null = takes
    ? [t('ticket.take'), () => take.mutate(me.login)]
    : solves && status === 'Assigned'
      ? [t('act.reply'), () => setMode('reply')]
      : solves
        ? [t('ticket.resolve'), () => setMode('resolution')]
        : null;
  const menu: [string, NonNullable<typeof dialog>, boolean][] = [
    [t('ticket.classify'), 'classify', classifies],
    [t('ticket.assign'), 'assign', isOpen && me.is('supervisor', 'admin-social', 'officer')],
    [t('ticket.transfer'), 'transfer', isOpen],
    [t('ticket.refer'), 'refer', isOpen],
    [t('ticket.merge'), 'merge', isOpen || status === 'Resolved'],
    [t('ticket.invalidate'), 'invalidate', isOpen && me.is('admin-social', 'supervisor')],
    [t('ticket.close'), 'close', status === 'Resolved' && me.is('officer', 'supervisor')],
    [t('ticket.reopen'), 'reopen', ended],
  ];
  const may = works ? menu.filter(([, , allowed]) => allowed) : [];

  return (
    <>
      <div className="heading">
        <ActionIcon aria-label={t('act.back')} className="no-print" onClick={() => router.history.back()}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h1 className="nums">{body.number}</h1>
        <Stage status={status} />
        {String(body.priority) === 'urgent' && <b style={{ color: 'var(--red)' }}>{t('priority.urgent')}</b>}
        <span className="soft ellipsis optional">
          {names.directorate(body.directorate)} · {officerName ?? t('queue.unassigned')}
        </span>
        <span className="grow" />
        {primary && (
          <Button className="no-print" onClick={primary[1]} loading={take.isPending}>
            {primary[0]}
          </Button>
        )}
        <Tooltip label={t('ticket.print')}>
          <ActionIcon aria-label={t('ticket.print')} className="no-print optional" onClick={() => window.print()}>
            <IconPrinter size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        {may.length > 0 && (
          <Menu position="bottom-end" width={240}>
            <Menu.Target>
              <ActionIcon aria-label={t('ticket.more')} className="no-print">
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {may.map(([word, name]) => (
                <Menu.Item key={name} onClick={() => setDialog(name)}>
                  {word}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {clocks.data && clocks.data.length > 0 && <Clocks clocks={clocks.data} />}
      {others.length > 0 && (
        <div className="banner" data-kind="calm" role="status">
          <IconEye size={15} aria-hidden /> {t('inbox.alsoLooking', { who: others.join(', ') })}
        </div>
      )}
      {body.mergedInto && (
        <div className="banner" data-kind="calm">
          {t('ticket.mergedInto')}{' '}
          <Link className="number" to="/tiket/$number" params={{ number: body.mergedInto }}>
            {body.mergedInto}
          </Link>
        </div>
      )}
      {body.notices.some((n) => n.state === 'Failed' || n.state === 'Blocked') && (
        <div className="banner" data-kind="bad" role="alert">
          {t('ticket.undelivered')}
        </div>
      )}
      <div className="ticket">
        <section aria-label={t('inbox.thread')}>
          <div className="scrolls" ref={scroller} tabIndex={0} role="group" aria-label={t('inbox.thread')}>
            <div className="thread">
              <p style={{ fontSize: '0.9375rem', fontWeight: 560, overflowWrap: 'anywhere' }}>{body.subject}</p>
              {body.conversation?.post && <Post text={body.conversation.postText} pictureOf={body.conversation.postHasPicture && body.conversation.id} since={body.conversation.messages[0]?.sentAt} />}
              {lines.map((l) => l.node)}
            </div>
          </div>
          {works && <Composer ticket={body} mode={mode} setMode={setMode} modes={[...(answers ? (['reply'] as const) : []), ...(answers && isOpen ? (['question'] as const) : []), 'note', ...(solves ? (['resolution'] as const) : [])]} onDone={refresh} onFailed={failed} />}
        </section>
        <aside className="scrolls" tabIndex={0} aria-label={t('ticket.about')}>
          <div className="side">
            <section>
              <h2>{t('ticket.about')}</h2>
              <dl className="facts" style={{ fontSize: '0.8125rem', whiteSpace: 'normal' }}>
                <dt>{t('ticket.citizen')}</dt>
                <dd>{body.citizen.name ?? t('inbox.unnamed')}</dd>
                <dt>{t('inbox.platform')}</dt>
                <dd>{t(`platform.${body.platform}`)}</dd>
                {body.regionName && (
                  <>
                    <dt>{t('ticket.region')}</dt>
                    <dd>{body.regionName}</dd>
                  </>
                )}
                <dt>{t('inbox.topic')}</dt>
                <dd>{names.topic(body.topic)}</dd>
                {body.sp4nClass && (
                  <>
                    <dt>{t('ticket.sp4n')}</dt>
                    <dd>{t(`sp4n.${body.sp4nClass}`)}</dd>
                  </>
                )}
                <dt>{t('ticket.unit')}</dt>
                <dd>{names.directorate(body.directorate)}</dd>
                <dt>{t('queue.officer')}</dt>
                <dd>{officerName ?? t('queue.unassigned')}</dd>
                <dt>{t('ticket.opened')}</dt>
                <dd>{moment(body.openedAt)}</dd>
                {body.closesAt && (
                  <>
                    <dt>{t('ticket.closes')}</dt>
                    <dd>{moment(body.closesAt)}</dd>
                  </>
                )}
                {body.agency && (
                  <>
                    <dt>{t('ticket.agency')}</dt>
                    <dd>{body.agency}</dd>
                  </>
                )}
              </dl>
              {classifies && (
                <button type="button" className="link no-print" style={{ justifySelf: 'start' }} onClick={() => setDialog('classify')}>
                  {t('ticket.classify')}
                </button>
              )}
            </section>
            {body.earlier.length > 0 && (
              <section>
                <h2>{t('ticket.earlier')}</h2>
                {body.earlier.map((x) => (
                  <div key={x.number} style={{ display: 'grid', gap: '0.125rem' }}>
                    <span className="row wrap">
                      <Link className="number" to="/tiket/$number" params={{ number: x.number }}>
                        {x.number}
                      </Link>
                      <Stage status={x.status} />
                      <span className="soft">{day(x.openedAt)}</span>
                    </span>
                    <span className="ellipsis soft">{x.subject}</span>
                  </div>
                ))}
              </section>
            )}
            <section>
              <h2>{t('ticket.history')}</h2>
              <ol className="history">
                {body.history.toReversed().map((h, i) => (
                  <li key={i}>
                    <span>{h.type === 'NoteWritten' ? <MentionedText text={h.text} people={people} /> : h.text}</span>
                    <span className="soft">
                      {h.actor} · {moment(h.at, false)}
                    </span>
                  </li>
                ))}
              </ol>
            </section>
          </div>
        </aside>
      </div>
      <Dialogs ticket={body} clocks={clocks.data ?? []} name={dialog === 'classify' ? null : dialog} to={transferTo} onClose={() => (setDialog(null), setTransferTo(null))} onDone={refresh} onFailed={failed} />
      <Classification
        ticket={body}
        opened={dialog === 'classify'}
        onClose={() => setDialog(null)}
        onDone={(done, before, unit) => {
          refresh(done);
          if (!unit) return setBack(before);
          setTransferTo(unit);
          setDialog('transfer');
        }}
        onFailed={failed}
      />
      {back && (
        <div className="undo" role="status">
          <span>{t('ticket.classified')}</span>
          <Button variant="white" color="dark" leftSection={<IconArrowBackUp size={15} />} loading={undo.isPending} onClick={() => undo.mutate()}>
            {t('undo.undo')} <kbd style={{ marginLeft: '0.375rem', opacity: 0.7 }}>U</kbd>
          </Button>
        </div>
      )}
    </>
  );
}

ticketScreen.now = Ticket;
