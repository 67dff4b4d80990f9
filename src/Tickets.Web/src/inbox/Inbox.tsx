import { ActionIcon, Button, Menu, Select, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconFilter, IconSearch, IconTrendingUp, IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, csrfHeaders, told } from '../api/client';
import { afterPaint, useLatest } from '../api/latest';
import { useLive } from '../api/live';
import { useNames, useTopics } from '../api/names';
import { useMe } from '../api/session';
import { useKeys } from '../shell/keys';
import { Empty, Failed, Rows } from '../shell/states';
import { number } from '../text/time';
import { SavedViews } from '../views/SavedViews';
import { Assessment, officerField, type Wish } from './Assessment';
import { adviceOf, Conversation, conversationOf } from './Conversation';
import { Holding, type Held } from './holding';
import { ItemList } from './ItemList';
import { headed, latestFirst, merge, mostPressingFirst, patched, topicOf, unclear, type Item, type Page } from './order';
import { reasons, type Reason } from './reasons';
import { again } from '../shell/again';

// What opens over the inbox comes once the inbox is there.
const Decisions = lazy(again(() => import('./decisions'), true));
const SurgeActions = lazy(again(() => import('./SurgeActions')));

const here = getRouteApi('/app/kotak-masuk');
const none: Wish = {};
// As the service tells them apart.
const languages = ['id', 'jv', 'su', 'min', 'bew', 'en'] as const;
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
  const { look, whenInboxChanges } = useLive();
  const [words, setWords] = useState(search.q ?? '');
  const [sought] = useDebouncedValue(words, 250);
  const [chosen, setChosen] = useState<Set<number>>(new Set());
  const [anchor, setAnchor] = useState<number | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [hidden, setHidden] = useState<Set<number>>(new Set());
  const [held, setHeld] = useState<readonly Held[]>([]);
  const [shown, setShown] = useState<Item[]>([]);
  const [wish, setWish] = useState<Wish>(none);
  const [dialog, setDialog] = useState<'dismiss' | 'link' | 'rest' | 'replyAll' | null>(null);
  // What asks is fetched when it asks for the first time, and stays so that it can close in peace.
  const asked = useRef(false);
  asked.current ||= dialog !== null;
  const [composing, setComposing] = useState(false);
  const [assess, setAssess] = useState(false);
  const [asksTopic, setAsksTopic] = useState(false);
  const revealer = useRef<(() => void) | null>(null);

  const [open, setOpen] = useState<number | null>(search.buka ?? null);
  const filter = { platform: search.platform, topic: search.topik, post: search.post, surge: search.lonjakan, language: search.bahasa, q: search.q };
  const view = search.tampil ?? 'menunggu';
  // Whoever looks at everything reads what many wrote alike as one row; whoever looks for something finds each.
  const collapses = view === 'menunggu' && !search.platform && !search.topik && !search.bahasa && !search.post && !search.lonjakan && !search.q;
  const order = view === 'diabaikan' ? latestFirst : mostPressingFirst;
  const wanted = { ...filter, state: view === 'diabaikan' ? ('dismissed' as const) : undefined, resting: view === 'ditunda' || undefined, collapsed: collapses || undefined, limit: 100 };
  const listKey = ['inbox', 'list', view, filter];
  const inbox = useInfiniteQuery({
    queryKey: listKey,
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/inbox', { params: { query: { ...wanted, cursor: pageParam || undefined } } })) as Promise<Page>,
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // What changes is put in where it belongs: twenty pages are not asked for anew because of one row.
    staleTime: Infinity,
  });
  const patch = (change: (pages: Page[]) => Page[]) =>
    queries.setQueryData<InfiniteData<Page>>(listKey, (was) => was && { ...was, pages: change(was.pages) });
  // What no event tells, as a rest that is over, shows in the first page.
  const head = useQuery({
    queryKey: ['inbox', 'head', view, filter],
    queryFn: () => ask(api.GET('/api/v1/inbox', { params: { query: wanted } })) as Promise<Page>,
    enabled: inbox.isSuccess,
    initialData: inbox.data?.pages[0],
    initialDataUpdatedAt: inbox.dataUpdatedAt,
    refetchInterval: 60_000,
  });
  useEffect(() => {
    if (head.data && head.data !== inbox.data?.pages[0]) patch((pages) => headed(pages, head.data, order));
  }, [head.data]); // eslint-disable-line
  const catchUp = useLatest(async (conversations: number[]) => {
    // In a flood the first page says the most; so many can be asked for by name at once.
    if (conversations.length > 1000) return void head.refetch();
    for (let i = 0; i < conversations.length; i += 100) {
      const some = conversations.slice(i, i + 100);
      const now = (await ask(api.GET('/api/v1/inbox', { params: { query: { ...wanted, among: some.join(',') } } }))) as Page;
      patch((pages) => patched(pages, some, now.items, order));
    }
  });
  useEffect(() => whenInboxChanges((conversations) => void catchUp(conversations).catch(() => undefined)), [whenInboxChanges, catchUp]);
  // Somebody who comes back later begins with one page, read anew.
  useEffect(
    () => () => {
      queries.removeQueries({ queryKey: ['inbox', 'list'] });
      queries.removeQueries({ queryKey: ['inbox', 'head'] });
    },
    [queries],
  );
  const fresh = useMemo(() => inbox.data?.pages.flatMap((p) => p.items), [inbox.data]);
  const surges = useQuery({ queryKey: ['inbox', 'surges'], queryFn: async () => (await ask(api.GET('/api/v1/inbox/surges'))).items, enabled: view === 'menunggu', refetchInterval: 60_000 }).data ?? [];
  const rowsOfSurges = collapses ? surges : [];

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

  const openNow = useRef(open);
  openNow.current = open;
  // What was decided hides until the service no longer tells it; if it comes back, it is seen again.
  const decided = useRef(new Set<number>());
  useEffect(() => {
    if (!fresh || decided.current.size === 0) return;
    const there = new Set(fresh.map((i) => i.id));
    const gone = new Set([...decided.current].filter((id) => !there.has(id)));
    if (gone.size === 0) return;
    gone.forEach((id) => decided.current.delete(id));
    setHidden((h) => new Set([...h].filter((id) => !gone.has(id))));
  }, [fresh]);
  // The address says which filter; what somebody reads says which rows stay.
  const key = JSON.stringify([view, filter]);
  const shownFor = useRef('');
  const settled = useRef(true);
  useEffect(() => {
    if (!fresh) return;
    const changed = shownFor.current !== key;
    shownFor.current = key;
    // Whoever comes back to a list reads it as it is now, and not as it was when they left with the rest behind a counter.
    if (changed) settled.current = false;
    const anew = !settled.current;
    setShown((now) => (anew ? fresh : merge(now, fresh, openNow.current)));
    if (changed) setChosen(new Set());
  }, [fresh, key]);
  useEffect(() => {
    if (!inbox.isFetching) settled.current = true;
  }, [inbox.isFetching, fresh, key]);

  useEffect(() => {
    if (sought !== (search.q ?? '')) void navigate({ search: (s) => ({ ...s, q: sought || undefined }), replace: true });
  }, [sought, search.q, navigate]);

  const items = useMemo(() => shown.filter((i) => !hidden.has(i.id)), [shown, hidden]);
  const waiting = useMemo(() => {
    const there = new Set(shown.map((s) => s.id));
    return fresh?.filter((f) => !there.has(f.id) && !hidden.has(f.id)).length ?? 0;
  }, [fresh, shown, hidden]);
  const index = items.findIndex((i) => i.id === (cursor ?? open));
  const listed = items.find((i) => i.id === open) ?? null;
  // A link may open what the list does not show: in a surge, on a later page, outside the filter. It is decided all the same.
  const apart = useQuery({
    queryKey: ['inbox', 'apart', open],
    queryFn: () => ask(api.GET('/api/v1/inbox', { params: { query: { among: String(open), limit: 1 } } })) as Promise<Page>,
    enabled: !!open && !listed && inbox.isSuccess && !hidden.has(open),
  }).data?.items[0];
  const current = listed ?? (apart?.id === open ? apart : null);

  // It opens at once; the address follows when it is on the screen, and only the last of those that were passed on the way.
  const addressed = useRef<number | null>(search.buka ?? null);
  const show = useLatest((id: number | null) => {
    setOpen(id);
    setCursor(id);
    setComposing(false);
    setAssess(false);
    setAsksTopic(false);
    setWish(none);
    addressed.current = id;
    afterPaint(() => {
      if (addressed.current === id) void navigate({ search: (s) => ({ ...s, buka: id ?? undefined }), replace: true });
    });
  });
  useEffect(() => {
    if ((search.buka ?? null) === addressed.current) return;
    // A link led here.
    addressed.current = search.buka ?? null;
    setOpen(addressed.current);
    setCursor(addressed.current);
    setAsksTopic(false);
    setWish(none);
  }, [search.buka]);
  useEffect(() => look(open ? `c:${open}` : null), [open, look]);
  useEffect(() => () => look(null), [look]);
  // Whoever reads on finds the neighbours there already.
  const [before, after] = [items[index - 1]?.id, items[index + 1]?.id];
  useEffect(() => {
    const soon = setTimeout(() => {
      for (const id of [after, before])
        if (id) {
          void queries.prefetchQuery(conversationOf(id));
          void queries.prefetchQuery(adviceOf(id));
        }
    }, open ? 60 : 400);
    return () => clearTimeout(soon);
  }, [open, before, after, queries]);
  // What the service makes of it is drawn right after the words themselves.
  const assessed = useDeferredValue(open);
  const weighed = assessed === open ? current : items.find((i) => i.id === assessed);

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
    const next = (at < 0 ? items : items.slice(at)).find((i) => !ids.has(i.id)) ?? items.slice(0, Math.max(0, at)).findLast((i) => !ids.has(i.id)) ?? null;
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
        some.forEach((i) => decided.current.add(i.id));
        void catchUp(some.map((i) => i.id)).catch(() => undefined);
        void queries.invalidateQueries({ queryKey: ['inbox', 'surges'] });
        void queries.invalidateQueries({ queryKey: ['counts'] });
        some.forEach((i) => void queries.invalidateQueries({ queryKey: ['conversation', String(i.id)] }));
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

  const openTicket = () => {
    const only = targets.length === 1 && targets[0] === current ? current : null;
    // What asks for nothing has no topic until somebody says one: a guess would send it to a directorate that has nothing to do with it.
    if (only && decides && !wish.topic && topicOf(only) === null) {
      setAsksTopic(true);
      setAssess(true);
      return;
    }
    decide(targets.length > 1 ? t('done.tickets', { count: targets.length }) : t('done.ticket'), targets, (item, leaving) =>
      send(
        'POST',
        `/api/v1/inbox/${item.id}/ticket`,
        only ? { topic: wish.topic ?? null, directorate: wish.directorate ?? null, priority: wish.priority ?? null, officer: wish.officer ?? null, region: wish.region ?? null } : topicOf(item) === null ? { topic: unclear } : {},
        leaving,
      ),
    );
  };
  const dismiss = (reason: Reason) =>
    decide(targets.length > 1 ? t('done.dismissedMany', { count: targets.length }) : t('done.dismissed'), targets, (item, leaving) => send('POST', `/api/v1/inbox/${item.id}/dismissal`, { reason: t(`dismissal.${reason}`, { lng: 'id' }) }, leaving));
  const link = (ticket: string) => decide(t('done.linked', { number: ticket }), targets, (item, leaving) => send('POST', `/api/v1/inbox/${item.id}/link`, { ticket }, leaving));
  const rest = (until: string) => decide(t('done.rested'), targets, (item, leaving) => send('PUT', `/api/v1/inbox/${item.id}/rest`, { until }, leaving));
  const reply = (text: string, isPublic: boolean, to = targets) =>
    decide(to.length > 1 ? t('done.repliedMany', { count: to.length }) : t('done.replied'), to, (item, leaving) => send('POST', `/api/v1/inbox/${item.id}/replies`, { text, public: isPublic }, leaving));

  const select = useLatest((id: number, range: boolean) =>
    setChosen((was) => {
      const now = new Set(was);
      if (range && anchor !== null) {
        const [a, b] = [items.findIndex((i) => i.id === anchor), items.findIndex((i) => i.id === id)];
        items.slice(Math.min(a, b), Math.max(a, b) + 1).forEach((i) => now.add(i.id));
      } else if (now.has(id)) now.delete(id);
      else now.add(id);
      setAnchor(id);
      return now;
    }),
  );
  // All of them, also those that no page has brought yet.
  const [gathering, setGathering] = useState(false);
  const selectAll = async () => {
    setGathering(true);
    try {
      for (let more = inbox.hasNextPage; more; ) more = (await inbox.fetchNextPage()).hasNextPage;
      const all = (queries.getQueryData<InfiniteData<Page>>(listKey)?.pages ?? []).flatMap((p) => p.items);
      setShown(all);
      setChosen(new Set(all.filter((i) => !hidden.has(i.id)).map((i) => i.id)));
    } finally {
      setGathering(false);
    }
  };

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
    r: () => decides && (chosen.size > 1 ? setDialog('replyAll') : open && setComposing(true)),
    p: () => {
      if (!current || !decides) return;
      // At once where it is on the screen: whoever types a name on has no key of it taken for a decision.
      const focus = () => document.getElementById(officerField)?.focus();
      focus();
      if (document.activeElement?.id === officerField) return;
      setAssess(true);
      afterPaint(focus);
    },
    o: () => revealer.current?.(),
    u: () => void holding.undo(),
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [
        String(i + 1),
        () => {
          // Typed faster than the question for the reason could open.
          if (dialog === 'dismiss' && reasons[i]) dismiss(reasons[i]);
          else if (current && topics[i]) setWish((w) => ({ ...w, topic: topics[i]!.code }));
        },
      ])),
  });

  const set = (changes: Partial<typeof search>) => {
    addressed.current = null;
    setOpen(null);
    void navigate({ search: (s) => ({ ...s, ...changes, buka: undefined }), replace: true });
  };
  const onReply = useLatest((text: string, isPublic: boolean) => current && reply(text, isPublic, [current]));
  const onTicket = useLatest(openTicket);
  const onSpam = useLatest(() => dismiss('spam'));
  const onLink = useLatest((ticket?: string) => (ticket ? link(ticket) : setDialog('link')));
  const onBack = useLatest(() => show(null));
  const onWish = useLatest((w: Wish) => setWish((was) => ({ ...was, ...w })));
  const onAssess = useLatest(() => setAssess(true));
  const onReturn = useLatest(() => setAssess(false));
  const onDismiss = useLatest(() => setDialog('dismiss'));
  const onRest = useLatest(() => setDialog('rest'));
  const onCompose = useLatest(() => (setAssess(false), setComposing(true)));
  const onEnd = useLatest(() => void (inbox.hasNextPage && !inbox.isFetchingNextPage && inbox.fetchNextPage()));
  const onNewer = useLatest(() => setShown(fresh ?? []));
  const surge = surges.find((s) => s.id === search.lonjakan);
  const filtered = !!(search.platform || search.topik || search.bahasa || search.post || search.lonjakan || search.q || search.tampil);

  return (
    <div className="inbox" data-thread={open ? '' : undefined} data-assess={assess || undefined}>
      <section className="list" aria-label={t('inbox.list')}>
        <div className="filters">
          <TextInput className="grow" size="xs" placeholder={t('inbox.find')} aria-label={t('inbox.find')} leftSection={<IconSearch size={14} />} value={words} onChange={(e) => setWords(e.currentTarget.value)} maxLength={100} />
          <SavedViews
            screen="inbox"
            icon
            filters={{ tampil: search.tampil, platform: search.platform, topik: search.topik, bahasa: search.bahasa, post: search.post, q: search.q }}
            apply={(f, start) => {
              setWords(f.q ?? '');
              void navigate({ search: (s) => ({ tampil: f.tampil as typeof s.tampil, platform: f.platform, topik: f.topik, bahasa: f.bahasa, post: f.post, q: f.q, buka: start ? s.buka : undefined }), replace: start });
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
              <Select size="xs" mt="xs" label={t('inbox.language')} clearable value={search.bahasa ?? null} placeholder={t('inbox.all')} data={languages.map((l) => ({ value: l, label: t(`language.${l}`) }))} onChange={(v) => set({ bahasa: v ?? undefined })} comboboxProps={{ withinPortal: false }} />
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
            <span className="grow">{t(search.lonjakan ? 'inbox.oneSurge' : 'inbox.onePost', { count: inbox.hasNextPage ? Math.max(surge?.waiting ?? 0, items.length) : items.length })}</span>
            <Button variant="default" onClick={() => void selectAll()} loading={gathering} disabled={!decides}>
              {t('inbox.selectAll')}
            </Button>
            {search.lonjakan && decides && (
              <Suspense>
                <SurgeActions surge={search.lonjakan} count={inbox.hasNextPage ? Math.max(surge?.waiting ?? 0, items.length) : items.length} onDone={() => set({ lonjakan: undefined })} />
              </Suspense>
            )}
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
            <span className="grow" />
            <Tooltip label={t('act.unselect')}>
              <ActionIcon aria-label={t('act.unselect')} onClick={() => setChosen(new Set())}>
                <IconX size={16} />
              </ActionIcon>
            </Tooltip>
          </div>
        )}
        {rowsOfSurges.length > 0 && <div className="band">{t('inbox.band.surge')}</div>}
        <div className="surges">
          {rowsOfSurges.map((s) => (
            <button key={`${s.id ?? ''}${s.post}${s.topic}`} type="button" className="surge" data-alarm={s.alarmedAt ? true : undefined} onClick={() => set(s.id ? { lonjakan: s.id } : { post: s.post, topik: s.topic })}>
              <IconTrendingUp size={18} aria-hidden />
              <span className="grow">
                <span className="row">
                  <b>{t('inbox.surge', { count: s.waiting })}</b>
                  <span className="ellipsis">{names.topic(s.topic)}</span>
                </span>
                <span className="ellipsis" style={{ display: 'block' }}>
                  {s.sample}
                </span>
                <span className="soft ellipsis facts">
                  {t(`platform.${s.platform}`)}
                  {s.id && ` · ${t('inbox.surgeSize', { size: number(s.size), speed: number(s.speed, 1) })}`}
                  {s.ticket && ` · ${s.ticket}`}
                </span>
              </span>
            </button>
          ))}
        </div>
        {inbox.isPending ? (
          <Rows />
        ) : inbox.isError && items.length === 0 ? (
          <Failed error={inbox.error} again={() => void inbox.refetch()} />
        ) : items.length === 0 && waiting === 0 && rowsOfSurges.length > 0 ? (
          <Empty title={t('inbox.onlySurges')}>{t('inbox.onlySurgesDetail')}</Empty>
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
            onNewer={onNewer}
            onOpen={show}
            onSelect={select}
            onEnd={onEnd}
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
          item={current}
          decides={decides}
          composing={composing}
          setComposing={setComposing}
          onBack={onBack}
          onAssess={onAssess}
          onReply={onReply}
          revealer={revealer}
        />
      ) : (
        <section className="talk" aria-label={t('inbox.thread')}>
          <Empty title={t('inbox.choose')}>{t('inbox.chooseDetail')}</Empty>
        </section>
      )}
      {assessed ? (
        <Assessment
          id={assessed}
          state={weighed?.state ?? null}
          dismissalReason={weighed?.dismissalReason ?? null}
          decides={decides}
          wish={wish}
          asksTopic={asksTopic}
          onWish={onWish}
          onBack={onReturn}
          onTicket={onTicket}
          onDismiss={onDismiss}
          onSpam={onSpam}
          onLink={onLink}
          onRest={onRest}
          onReply={onCompose}
        />
      ) : (
        <aside className="assess only-wide" />
      )}

      {asked.current && (
        <Suspense>
          <Decisions dialog={dialog} onClose={() => setDialog(null)} onReason={dismiss} onUntil={rest} onLink={link} onReply={reply} count={targets.length} />
        </Suspense>
      )}
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
