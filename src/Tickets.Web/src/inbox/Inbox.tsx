import { ActionIcon, Button, Menu, Select, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconFilter, IconSearch, IconTrendingUp } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, csrfHeaders, told } from '../api/client';
import { useLive } from '../api/live';
import { useNames, useTopics } from '../api/names';
import { useMe } from '../api/session';
import { useKeys } from '../shell/keys';
import { Empty, Failed, Rows } from '../shell/states';
import { number } from '../text/time';
import { SavedViews } from '../views/SavedViews';
import { Assessment, type Wish } from './Assessment';
import { Conversation } from './Conversation';
import { DismissMenu, LinkDialog, reasons, ReplyToAll, RestMenu, type Reason } from './decisions';
import { Holding, type Held } from './holding';
import { ItemList } from './ItemList';
import { merge, type Item } from './order';
import { SurgeActions } from './SurgeActions';

const here = getRouteApi('/app/kotak-masuk');
const platforms = ['Facebook', 'Instagram', 'WhatsApp', 'X', 'YouTube', 'Web'];

/** Triage: what came in and waits, most urgent first; the thread; what the service makes of it. */
export function Inbox() {
  const { t } = useTranslation();
  const me = useMe();
  const decides = me.is('admin-social');
  const names = useNames();
  const topics = useTopics().data ?? [];
  const search = here.useSearch();
  const navigate = here.useNavigate();
  const queries = useQueryClient();
  const { look } = useLive();
  const [words, setWords] = useState(search.q ?? '');
  const [sought] = useDebouncedValue(words, 250);
  const [chosen, setChosen] = useState<Set<number>>(new Set());
  const [anchor, setAnchor] = useState<number | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [hidden, setHidden] = useState<Set<number>>(new Set());
  const [held, setHeld] = useState<readonly Held[]>([]);
  const [shown, setShown] = useState<Item[]>([]);
  const [wish, setWish] = useState<Wish>({});
  const [dialog, setDialog] = useState<'dismiss' | 'link' | 'rest' | 'replyAll' | null>(null);
  const [composing, setComposing] = useState(false);
  const [assess, setAssess] = useState(false);
  const revealer = useRef<(() => void) | null>(null);

  const filter = { platform: search.platform, topic: search.topik, post: search.post, surge: search.lonjakan, q: search.q };
  const view = search.tampil ?? 'menunggu';
  const inbox = useInfiniteQuery({
    queryKey: ['inbox', 'list', view, filter],
    queryFn: ({ pageParam }) =>
      ask(api.GET('/api/v1/inbox', { params: { query: { ...filter, state: view === 'diabaikan' ? 'dismissed' : undefined, resting: view === 'ditunda' || undefined, cursor: pageParam || undefined, limit: 100 } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
  const fresh = useMemo(() => inbox.data?.pages.flatMap((p) => p.items), [inbox.data]);
  const surges = useQuery({ queryKey: ['inbox', 'surges'], queryFn: async () => (await ask(api.GET('/api/v1/inbox/surges'))).items, enabled: view === 'menunggu', refetchInterval: 60_000 }).data ?? [];

  const holding = useMemo(
    () => new Holding(setHeld, (label, error) => notifications.show({ color: 'red', title: label, message: `${told(error).title}. ${told(error).detail}` })),
    [],
  );
  useEffect(() => {
    const leave = () => void holding.flush(true);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      void holding.flush();
    };
  }, [holding]);

  // The address says which filter; what somebody reads says which rows stay.
  const key = JSON.stringify([view, filter]);
  const shownFor = useRef('');
  useEffect(() => {
    if (!fresh) return;
    const changed = shownFor.current !== key;
    shownFor.current = key;
    setShown((now) => (changed ? fresh : merge(now, fresh, search.buka ?? null)));
    if (changed) setChosen(new Set());
  }, [fresh, key, search.buka]);

  useEffect(() => {
    if (sought !== (search.q ?? '')) void navigate({ search: (s) => ({ ...s, q: sought || undefined }), replace: true });
  }, [sought, search.q, navigate]);

  const items = shown.filter((i) => !hidden.has(i.id));
  const waiting = fresh?.filter((f) => !shown.some((s) => s.id === f.id) && !hidden.has(f.id)).length ?? 0;
  const open = search.buka ?? null;
  const index = items.findIndex((i) => i.id === (cursor ?? open));
  const current = items.find((i) => i.id === open) ?? null;

  const show = useCallback(
    (id: number | null) => {
      setCursor(id);
      setComposing(false);
      setAssess(false);
      void navigate({ search: (s) => ({ ...s, buka: id ?? undefined }), replace: true });
    },
    [navigate],
  );
  useEffect(() => {
    setWish({});
    look(open ? `c:${open}` : null);
    return () => look(null);
  }, [open]); // eslint-disable-line

  const go = (by: number) => {
    if (items.length === 0) return;
    const next = items[Math.min(items.length - 1, Math.max(0, (index < 0 ? -1 : index) + by))];
    if (next) show(next.id);
  };
  const targets = chosen.size > 0 ? items.filter((i) => chosen.has(i.id)) : current ? [current] : [];

  /** Decided: it leaves the list, the next opens, and for ten seconds it can be taken back. */
  const decide = (label: string, some: Item[], act: (item: Item, leaving: boolean) => Promise<unknown>) => {
    if (some.length === 0 || !decides) return;
    const ids = new Set(some.map((i) => i.id));
    const at = items.findIndex((i) => ids.has(i.id));
    const next = items.slice(at).find((i) => !ids.has(i.id)) ?? items.slice(0, at).findLast((i) => !ids.has(i.id)) ?? null;
    setHidden((h) => new Set([...h, ...ids]));
    setChosen(new Set());
    setDialog(null);
    if (!open || ids.has(open)) show(matchMedia('(max-width: 48em)').matches ? null : (next?.id ?? null));
    const back = () => setHidden((h) => new Set([...h].filter((id) => !ids.has(id))));
    holding.hold(
      label,
      async (leaving) => {
        const refused: unknown[] = [];
        // Few at a time: each is a change of its own with its own refusal.
        for (let i = 0; i < some.length; i += 6)
          await Promise.all(
            some.slice(i, i + 6).map((item) =>
              act(item, leaving).catch((error: unknown) => {
                refused.push(error);
                setHidden((h) => new Set([...h].filter((id) => id !== item.id)));
              }),
            ),
          );
        void queries.invalidateQueries({ queryKey: ['inbox'] });
        void queries.invalidateQueries({ queryKey: ['counts'] });
        if (refused.length > 0) {
          const { title, detail } = told(refused[0]);
          notifications.show({ color: 'red', title: some.length > 1 ? t('inbox.someRefused', { count: refused.length, of: some.length }) : title, message: detail, autoClose: 10_000 });
        }
      },
      back,
    );
  };

  const send = (method: 'POST' | 'PUT', path: string, body: object, leaving: boolean) =>
    leaving
      ? // The page is going: the browser finishes what is kept alive.
        fetch(path, { method, keepalive: true, headers: { 'Content-Type': 'application/json', ...csrfHeaders() }, body: JSON.stringify(body) })
      : ask(
          (method === 'POST' ? api.POST : api.PUT)(path as never, { body: body as never } as never) as Promise<{ data?: unknown; error?: unknown; response: Response }>,
        );

  const openTicket = () =>
    decide(
      targets.length > 1 ? t('done.tickets', { count: targets.length }) : t('done.ticket'),
      targets,
      (item, leaving) => send('POST', `/api/v1/inbox/${item.id}/ticket`, targets.length === 1 ? { topic: wish.topic ?? null, directorate: wish.directorate ?? null, priority: wish.priority ?? null } : {}, leaving),
    );
  const dismiss = (reason: Reason) =>
    decide(targets.length > 1 ? t('done.dismissedMany', { count: targets.length }) : t('done.dismissed'), targets, (item, leaving) => send('POST', `/api/v1/inbox/${item.id}/dismissal`, { reason: t(`dismissal.${reason}`, { lng: 'id' }) }, leaving));
  const link = (ticket: string) => decide(t('done.linked', { number: ticket }), targets, (item, leaving) => send('POST', `/api/v1/inbox/${item.id}/link`, { ticket }, leaving));
  const rest = (until: string) => decide(t('done.rested'), targets, (item, leaving) => send('PUT', `/api/v1/inbox/${item.id}/rest`, { until }, leaving));
  const reply = (text: string, isPublic: boolean, to = targets) =>
    decide(to.length > 1 ? t('done.repliedMany', { count: to.length }) : t('done.replied'), to, (item, leaving) => send('POST', `/api/v1/inbox/${item.id}/replies`, { text, public: isPublic }, leaving));

  const select = (id: number, range: boolean) =>
    setChosen((was) => {
      const now = new Set(was);
      if (range && anchor !== null) {
        const [a, b] = [items.findIndex((i) => i.id === anchor), items.findIndex((i) => i.id === id)];
        items.slice(Math.min(a, b), Math.max(a, b) + 1).forEach((i) => now.add(i.id));
      } else if (now.has(id)) now.delete(id);
      else now.add(id);
      setAnchor(id);
      return now;
    });

  useKeys({
    j: () => go(1),
    ArrowDown: () => go(1),
    k: () => go(-1),
    ArrowUp: () => go(-1),
    Enter: () => (index >= 0 ? show(items[index]!.id) : go(1)),
    Escape: () => (chosen.size > 0 ? setChosen(new Set()) : show(null)),
    x: () => index >= 0 && decides && select(items[index]!.id, false),
    'Shift+x': () => index >= 0 && decides && select(items[index]!.id, true),
    t: openTicket,
    a: () => targets.length > 0 && decides && setDialog('dismiss'),
    d: () => targets.length > 0 && decides && setDialog('dismiss'),
    s: () => dismiss('spam'),
    g: () => targets.length > 0 && decides && setDialog('link'),
    l: () => targets.length > 0 && decides && setDialog('link'),
    h: () => targets.length > 0 && decides && setDialog('rest'),
    r: () => decides && (chosen.size > 1 ? setDialog('replyAll') : current && setComposing(true)),
    o: () => revealer.current?.(),
    u: () => void holding.undo(),
    ...Object.fromEntries(topics.slice(0, 9).map((topic, i) => [
        String(i + 1),
        () => {
          // Typed faster than the question for the reason could open.
          if (dialog === 'dismiss' && reasons[i]) dismiss(reasons[i]);
          else if (current) setWish((w) => ({ ...w, topic: topic.code }));
        },
      ])),
  });

  const set = (changes: Partial<typeof search>) => void navigate({ search: (s) => ({ ...s, ...changes, buka: undefined }), replace: true });
  const filtered = !!(search.platform || search.topik || search.post || search.lonjakan || search.q || search.tampil);

  return (
    <div className="inbox" data-thread={open ? '' : undefined} data-assess={assess || undefined}>
      <section className="list" aria-label={t('inbox.list')}>
        <div className="filters">
          <TextInput className="grow" size="xs" placeholder={t('inbox.find')} aria-label={t('inbox.find')} leftSection={<IconSearch size={14} />} value={words} onChange={(e) => setWords(e.currentTarget.value)} maxLength={100} />
          <SavedViews
            screen="inbox"
            icon
            filters={{ tampil: search.tampil, platform: search.platform, topik: search.topik, post: search.post, q: search.q }}
            apply={(f, start) => {
              setWords(f.q ?? '');
              void navigate({ search: (s) => ({ tampil: f.tampil as typeof s.tampil, platform: f.platform, topik: f.topik, post: f.post, q: f.q, buka: start ? s.buka : undefined }), replace: start });
            }}
          />
          <Menu position="bottom-end" width={250} closeOnItemClick={false}>
            <Menu.Target>
              <Tooltip label={t('inbox.filter')}>
                <ActionIcon variant={filtered ? 'light' : 'subtle'} color={filtered ? 'teal' : 'gray'} size="md" aria-label={t('inbox.filter')}>
                  <IconFilter size={17} stroke={1.7} />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown p="xs">
              <Select size="xs" label={t('inbox.show')} value={view} data={(['menunggu', 'ditunda', 'diabaikan'] as const).map((v) => ({ value: v, label: t(`inbox.view.${v}`) }))} onChange={(v) => set({ tampil: v === 'menunggu' ? undefined : (v as 'ditunda') })} comboboxProps={{ withinPortal: false }} />
              <Select size="xs" mt="xs" label={t('inbox.platform')} clearable value={search.platform ?? null} placeholder={t('inbox.all')} data={platforms.map((p) => ({ value: p.toLowerCase(), label: t(`platform.${p}`) }))} onChange={(v) => set({ platform: v ?? undefined })} comboboxProps={{ withinPortal: false }} />
              <Select size="xs" mt="xs" label={t('inbox.topic')} clearable value={search.topik ?? null} placeholder={t('inbox.all')} data={topics.map((topic) => ({ value: topic.code, label: names.topic(topic.code) }))} onChange={(v) => set({ topik: v ?? undefined })} comboboxProps={{ withinPortal: false }} />
              {filtered && (
                <Button mt="xs" variant="subtle" fullWidth onClick={() => (setWords(''), void navigate({ search: {} }))}>
                  {t('inbox.clear')}
                </Button>
              )}
            </Menu.Dropdown>
          </Menu>
        </div>
        {(search.post || search.lonjakan) && (
          <div className="banner" data-kind="calm">
            <span className="grow">{t(search.lonjakan ? 'inbox.oneSurge' : 'inbox.onePost', { count: items.length })}</span>
            <Button variant="default" onClick={() => setChosen(new Set(items.map((i) => i.id)))} disabled={!decides}>
              {t('inbox.selectAll')}
            </Button>
            {search.lonjakan && decides && <SurgeActions surge={search.lonjakan} onDone={() => set({ lonjakan: undefined })} />}
            <Button variant="subtle" onClick={() => set({ post: undefined, topik: undefined, lonjakan: undefined })}>
              {t('act.back')}
            </Button>
          </div>
        )}
        {chosen.size > 0 && (
          <div className="selection" role="toolbar" aria-label={t('inbox.selected', { count: chosen.size })}>
            <b className="nums">{t('inbox.selected', { count: chosen.size })}</b>
            <Button variant="filled" onClick={openTicket}>
              {t('act.openTickets')}
            </Button>
            <Button variant="default" onClick={() => setDialog('dismiss')}>
              {t('act.dismiss')}
            </Button>
            <Button variant="default" onClick={() => setDialog('replyAll')}>
              {t('act.replySame')}
            </Button>
            <Button variant="subtle" onClick={() => setChosen(new Set())}>
              {t('act.unselect')}
            </Button>
          </div>
        )}
        {!search.post &&
          !search.lonjakan &&
          view === 'menunggu' &&
          surges.map((s) => (
            <button key={`${s.id ?? ''}${s.post}${s.topic}`} type="button" className="surge" data-alarm={s.alarmedAt ? true : undefined} onClick={() => set(s.id ? { lonjakan: s.id } : { post: s.post, topik: s.topic })}>
              <IconTrendingUp size={18} aria-hidden />
              <span className="grow">
                <b>{t('inbox.surge', { count: s.waiting })}</b> · {t(`platform.${s.platform}`)} · {names.topic(s.topic)}
                {s.id && <span className="soft"> · {t('inbox.surgeSize', { size: number(s.size), speed: number(s.speed) })}</span>}
                <span className="ellipsis soft" style={{ display: 'block' }}>
                  {s.sample}
                </span>
              </span>
            </button>
          ))}
        {inbox.isPending ? (
          <Rows />
        ) : inbox.isError && items.length === 0 ? (
          <Failed error={inbox.error} again={() => void inbox.refetch()} />
        ) : items.length === 0 && waiting === 0 ? (
          <Empty title={t(filtered ? 'inbox.nothingFound' : 'inbox.done')}>
            {filtered ? (
              <Button variant="default" onClick={() => (setWords(''), void navigate({ search: {} }))}>
                {t('inbox.clear')}
              </Button>
            ) : (
              t('inbox.doneDetail')
            )}
          </Empty>
        ) : (
          <ItemList
            items={items}
            open={open}
            cursor={cursor}
            chosen={chosen}
            selectable={decides}
            newer={waiting}
            onNewer={() => setShown(fresh ?? [])}
            onOpen={show}
            onSelect={select}
            onEnd={() => inbox.hasNextPage && !inbox.isFetchingNextPage && void inbox.fetchNextPage()}
          />
        )}
        <div className="visually-hidden" aria-live="polite">
          {waiting > 0 ? t('inbox.newer', { count: waiting }) : ''}
        </div>
      </section>

      {open ? (
        <Conversation
          key={open}
          id={open}
          decides={decides}
          composing={composing}
          setComposing={setComposing}
          onBack={() => show(null)}
          onAssess={() => setAssess(true)}
          onReply={(text, isPublic) => current && reply(text, isPublic, [current])}
          revealer={revealer}
        />
      ) : (
        <section className="talk" aria-label={t('inbox.thread')}>
          <Empty title={t('inbox.choose')}>{t('inbox.chooseDetail')}</Empty>
        </section>
      )}
      {open ? (
        <Assessment
          id={open}
          item={current}
          decides={decides}
          wish={wish}
          onWish={(w) => setWish((was) => ({ ...was, ...w }))}
          onBack={() => setAssess(false)}
          onTicket={openTicket}
          onDismiss={() => setDialog('dismiss')}
          onSpam={() => dismiss('spam')}
          onLink={(ticket) => (ticket ? link(ticket) : setDialog('link'))}
          onRest={() => setDialog('rest')}
          onReply={() => (setAssess(false), setComposing(true))}
        />
      ) : (
        <aside className="assess only-wide" />
      )}

      <DismissMenu opened={dialog === 'dismiss'} onClose={() => setDialog(null)} onReason={dismiss} count={targets.length} />
      <RestMenu opened={dialog === 'rest'} onClose={() => setDialog(null)} onUntil={rest} />
      <LinkDialog opened={dialog === 'link'} onClose={() => setDialog(null)} onLink={link} />
      <ReplyToAll opened={dialog === 'replyAll'} onClose={() => setDialog(null)} count={targets.length} onReply={reply} />
      <Undo held={held} undo={(id) => holding.undo(id)} />
    </div>
  );
}

/** What was decided, for as long as it can be taken back. */
function Undo({ held, undo }: { held: readonly Held[]; undo: (id: number) => void }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (held.length === 0) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [held.length]);
  const last = held.at(-1);
  if (!last) return null;
  return (
    <div className="undo" role="status">
      <span>
        {last.label}
        {held.length > 1 ? ` · ${t('undo.more', { count: held.length - 1 })}` : ''}
      </span>
      <Button variant="white" color="dark" leftSection={<IconArrowBackUp size={15} />} onClick={() => undo(last.id)}>
        {t('undo.undo')} <kbd style={{ marginLeft: '0.375rem', opacity: 0.7 }}>U</kbd>
      </Button>
      <span className="nums" aria-hidden>
        {number(Math.max(0, Math.ceil((last.until - now) / 1000)))}
      </span>
    </div>
  );
}
