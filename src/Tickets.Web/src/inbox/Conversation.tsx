import { ActionIcon, Button, SegmentedControl, Textarea } from '@mantine/core';
import { IconArrowLeft, IconEye, IconLock, IconWorld } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useLive } from '../api/live';
import { useMe } from '../api/session';
import { Failed, Rows } from '../shell/states';
import { day, number } from '../text/time';
import { whileFetching } from '../ticket/Attached';
import { fill, lengthOf, useDraft } from '../ticket/drafts';
import { SavedReplies } from '../ticket/SavedReplies';
import { Ours, PlatformMark, Said } from '../ticket/words';
import { useClaim } from './claim';
import { Exposed } from './Exposed';

type Props = {
  id: number;
  decides: boolean;
  composing: boolean;
  setComposing: (on: boolean) => void;
  onBack: () => void;
  onAssess: () => void;
  onReply: (text: string, isPublic: boolean) => void;
  revealer: RefObject<(() => void) | null>;
};

/** The whole thread beside its list, and the place to answer. */
export function Conversation({ id, decides, composing, setComposing, onBack, onAssess, onReply, revealer }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { present } = useLive();
  const scroller = useRef<HTMLDivElement>(null);
  const conversation = useQuery({
    queryKey: ['conversation', String(id)],
    queryFn: () => ask(api.GET('/api/v1/inbox/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => whileFetching(query.state.data?.messages),
  });
  const advice = useQuery({ queryKey: ['inbox', 'advice', id], queryFn: () => ask(api.GET('/api/v1/inbox/{id}/advice', { params: { path: { id } } })) });
  const others = (present[`c:${id}`] ?? []).filter((n) => n !== me.name);
  const answering = advice.data?.handling.who && !advice.data.handling.mine ? advice.data.handling.who : null;

  const data = conversation.data;
  useEffect(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
    revealer.current = () => scroller.current?.querySelector<HTMLButtonElement>('[data-reveal]')?.click();
    return () => void (revealer.current = null);
  }, [data?.messages.length]); // eslint-disable-line

  const reveal = async (message: string) => (await ask(api.POST('/api/v1/inbox/{id}/disclosures', { params: { path: { id } }, body: { message } }))).text;
  const lines = data
    ? [
        ...data.messages.map((m) => ({ at: m.sentAt, node: <Said key={m.id} message={m} who={data.citizen} opens={decides} reveal={decides ? reveal : undefined} /> })),
        ...(advice.data?.replies ?? []).map((r, i) => ({ at: r.createdAt, node: <Ours key={`r${i}`} text={r.text} kind="Reply" door={r.door} state={r.state} at={r.createdAt} detail={r.detail} /> })),
        ...(decides ? data.messages : []).map((m) => ({ at: m.sentAt, node: <Exposed key={`x${m.id}`} conversation={id} message={m} request={data.deletionRequest} /> })),
      ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    : [];

  return (
    <section className="talk" aria-label={t('inbox.thread')}>
      <div className="heading" style={{ minHeight: '2.75rem' }}>
        <ActionIcon className="back" aria-label={t('act.back')} onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div className="grow">
          <h1 className="ellipsis">{data?.citizen ?? t('inbox.unnamed')}</h1>
          {data && (
            <span className="soft">
              <PlatformMark platform={data.platform} audience={data.audience} />
              {data.ticket && (
                <>
                  {' · '}
                  <Link to="/tiket/$number" params={{ number: data.ticket }}>
                    {data.ticket}
                  </Link>
                </>
              )}
            </span>
          )}
        </div>
        <Button className="only-narrow" variant="light" onClick={onAssess}>
          {t('inbox.decide')}
        </Button>
      </div>
      {others.length > 0 && !answering && (
        <div className="banner" data-kind="calm" role="status">
          <IconEye size={15} aria-hidden /> {t('inbox.alsoLooking', { who: others.join(', ') })}
        </div>
      )}
      <div className="scrolls" ref={scroller} tabIndex={0} role="group" aria-label={t('inbox.thread')}>
        {conversation.isPending ? (
          <Rows count={3} height={84} />
        ) : conversation.isError ? (
          <Failed error={conversation.error} again={() => void conversation.refetch()} />
        ) : (
          <div className="thread">
            {data!.post && (
              <div className="post">
                {t('inbox.underPost', { post: data!.post })}
                {data!.messages[0] ? ` · ${t('inbox.since', { day: day(data!.messages[0].sentAt) })}` : ''}
              </div>
            )}
            {lines.map((l) => l.node)}
            {data!.messages.length === 0 && <p className="event">{t('inbox.noWords')}</p>}
          </div>
        )}
      </div>
      {decides && data?.state === 'Waiting' && advice.data && (
        <Answer id={id} composing={composing} setComposing={setComposing} doors={advice.data.doors} citizen={data.citizen} onReply={onReply} answering={answering} />
      )}
    </section>
  );
}

function Answer({
  id,
  composing,
  setComposing,
  doors,
  citizen,
  onReply,
  answering,
}: {
  id: number;
  composing: boolean;
  setComposing: (on: boolean) => void;
  doors: Schemas['DoorView'][];
  citizen: string | null;
  onReply: (text: string, isPublic: boolean) => void;
  answering: string | null;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText, clear] = useDraft(`inbox:${id}`);
  const [door, setDoor] = useState(doors.find((d) => d.door === 'CommentReply')?.door ?? doors[0]?.door);
  const [saved, setSaved] = useState(false);
  const claim = useClaim(id, composing);
  const takeOver = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/inbox/{id}/claim', { params: { path: { id } }, body: { over: true } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['inbox', 'advice', id] });
      claim.retry();
    },
  });
  const blocked = claim.refusedBy ?? answering;
  const way = doors.find((d) => d.door === door);
  const length = lengthOf(text, way?.inBytes ?? false);
  const over = !!way && length > way.most;
  if (blocked)
    return (
      <div className="banner" role="alert">
        <span className="grow">{t('inbox.answering', { who: blocked })}</span>
        <Button variant="default" loading={takeOver.isPending} onClick={() => takeOver.mutate()}>
          {t('inbox.takeOver')}
        </Button>
      </div>
    );
  if (doors.length === 0) return <div className="banner" data-kind="calm">{t('composer.noDoor')}</div>;
  if (!composing && !text)
    return (
      <div className="composer">
        <Button variant="default" justify="flex-start" fullWidth onClick={() => setComposing(true)}>
          <span className="soft">
            {t('inbox.writeReply')} <kbd>R</kbd>
          </span>
        </Button>
      </div>
    );
  return (
    <form
      className="composer"
      onSubmit={(e) => {
        e.preventDefault();
        if (!text.trim() || over || !door) return;
        onReply(text.trim(), door === 'CommentReply');
        clear();
        setComposing(false);
      }}
    >
      <Textarea
        aria-label={t('inbox.writeReply')}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        onFocus={() => setComposing(true)}
        onKeyDown={(e) => {
          if (e.key === 'Escape') setComposing(false);
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.form?.requestSubmit();
          if (e.key === '/' && text === '') {
            e.preventDefault();
            setSaved(true);
          }
        }}
        placeholder={t('composer.placeholder')}
        maxRows={10}
        autoFocus={composing}
      />
      <div className="foot">
        <SavedReplies opened={saved} onChange={setSaved} onPick={(reply) => setText((text ? text + '\n' : '') + fill(reply, { nama: citizen }))} />
        {doors.length > 1 && (
          <SegmentedControl size="xs" value={door ?? ''} onChange={(d) => setDoor(d as typeof door)} data={doors.map((d) => ({ value: d.door, label: t(d.door === 'CommentReply' ? 'words.public' : 'words.private') }))} />
        )}
        {doors.length === 1 && (
          <span className="soft row" style={{ gap: '0.25rem' }}>
            {door === 'CommentReply' ? <IconWorld size={14} /> : <IconLock size={14} />}
            {t(door === 'CommentReply' ? 'words.public' : 'words.private')}
          </span>
        )}
        <span className="grow" />
        {way && (
          <span className="count-ok" data-over={over || undefined}>
            {number(length)} / {number(way.most)} {way.inBytes ? t('composer.bytes') : ''}
          </span>
        )}
        <Button type="submit" disabled={!text.trim() || over}>
          {t('inbox.replyAndDone')}
        </Button>
      </div>
    </form>
  );
}
