import { ActionIcon, Button, SegmentedControl, Textarea } from '@mantine/core';
import { IconArrowLeft, IconEye, IconLock, IconWorld } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, isMissing, type Schemas } from '../api/client';
import { usePresent } from '../api/live';
import { useMe } from '../api/session';
import { Failed, Rows } from '../shell/states';
import { moment, number } from '../text/time';
import { whileFetching } from '../ticket/Attached';
import { fill, lengthOf, useDraft } from '../ticket/drafts';
import { SavedReplies } from '../ticket/SavedReplies';
import { Ours, PlatformMark, Said } from '../ticket/words';
import { useClaim } from './claim';
import { Exposed } from './Exposed';
import type { Item } from './order';
import { Post } from './Post';

/** The words of a conversation. */
export const conversationOf = (id: number) => queryOptions({ queryKey: ['conversation', String(id)], queryFn: () => ask(api.GET('/api/v1/inbox/{id}', { params: { path: { id } } })) });

/** What the service makes of it. */
export const adviceOf = (id: number) => queryOptions({ queryKey: ['inbox', 'advice', id], queryFn: () => ask(api.GET('/api/v1/inbox/{id}/advice', { params: { path: { id } } })) });

type Props = {
  id: number;
  item: Item | null;
  decides: boolean;
  composing: boolean;
  setComposing: (on: boolean) => void;
  onBack: () => void;
  onAssess: () => void;
  onReply: (text: string, isPublic: boolean) => void;
  revealer: RefObject<(() => void) | null>;
};

/** The whole thread beside its list, and the place to answer. What the row says of it already is there at once. */
export const Conversation = memo(function Conversation({ id, item, decides, composing, setComposing, onBack, onAssess, onReply, revealer }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const scroller = useRef<HTMLDivElement>(null);
  const conversation = useQuery({ ...conversationOf(id), refetchInterval: (query) => whileFetching(query.state.data?.messages) });
  const advice = useQuery(adviceOf(id));
  const others = usePresent(`c:${id}`).filter((n) => n !== me.name);
  const answering = advice.data?.handling.who && !advice.data.handling.mine ? advice.data.handling.who : null;

  const data = conversation.data;
  const head = data ?? item;
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [data?.messages.length, !data]); // eslint-disable-line
  useEffect(() => {
    revealer.current = () => scroller.current?.querySelector<HTMLButtonElement>('[data-reveal]')?.click();
    return () => void (revealer.current = null);
  }, [revealer]);

  const replies = advice.data?.replies;
  const lines = useMemo(() => {
    if (!data) return [];
    const reveal = async (message: string) => (await ask(api.POST('/api/v1/inbox/{id}/disclosures', { params: { path: { id } }, body: { message } }))).text;
    return [
      ...data.messages.map((m) => ({ at: m.sentAt, node: <Said key={m.id} message={m} who={data.citizen} opens={decides} reveal={decides ? reveal : undefined} /> })),
      ...(replies ?? []).map((r, i) => ({ at: r.createdAt, node: <Ours key={`r${i}`} text={r.text} kind="Reply" door={r.door} state={r.state} at={r.createdAt} detail={r.detail} /> })),
      ...(decides ? data.messages : []).map((m) => ({ at: m.sentAt, node: <Exposed key={`x${m.id}`} conversation={id} message={m} request={data.deletionRequest} /> })),
    ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }, [data, replies, decides, id]);

  return (
    <section className="talk" aria-label={t('inbox.thread')}>
      <div className="heading" style={{ minHeight: '2.75rem' }}>
        <ActionIcon className="back" aria-label={t('act.back')} onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div className="grow">
          <h1 className="ellipsis">{head?.citizen ?? t('inbox.unnamed')}</h1>
          {head && (
            <span className="soft">
              <PlatformMark platform={head.platform} audience={head.audience} />
              {head.ticket && (
                <>
                  {' · '}
                  <Link to="/tiket/$number" params={{ number: head.ticket }}>
                    {head.ticket}
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
          item?.preview ? (
            <div className="thread" aria-busy="true">
              <article className="bubble" data-from="citizen" data-coming>
                <header>
                  <b>{item.citizen ?? t('inbox.unnamed')}</b>
                  <time dateTime={item.lastMessageAt}>{moment(item.lastMessageAt, false)}</time>
                </header>
                {item.preview}
              </article>
            </div>
          ) : (
            <Rows count={3} height={84} />
          )
        ) : isMissing(conversation) ? (
          <Failed error={conversation.error} again={() => void conversation.refetch()} />
        ) : (
          <div className="thread">
            {data!.post && <Post id={data!.post} open={id} text={data!.postText} pictureOf={data!.postHasPicture && id} since={data!.messages[0]?.sentAt} />}
            {lines.map((l) => l.node)}
            {data!.messages.length === 0 && <p className="event">{t('inbox.noWords')}</p>}
          </div>
        )}
      </div>
      {decides && data?.state === 'Waiting' && advice.data && (
        <Answer id={id} known={!!item} composing={composing} setComposing={setComposing} doors={advice.data.doors} citizen={data.citizen} onReply={onReply} answering={answering} />
      )}
    </section>
  );
});

function Answer({
  id,
  known,
  composing,
  setComposing,
  doors,
  citizen,
  onReply,
  answering,
}: {
  id: number;
  /** Its row has come: before that nothing can be decided about it. */
  known: boolean;
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
        if (!text.trim() || over || !door || !known) return;
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
        <Button type="submit" disabled={!text.trim() || over || !known}>
          {t('inbox.replyAndDone')}
        </Button>
      </div>
    </form>
  );
}
