import { Button, SegmentedControl, Tabs, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconLock, IconWorld } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { useClaim } from '../inbox/claim';
import { day, moment, number, stretch } from '../text/time';
import { fill, forget, useDraft } from './drafts';
import { useColleagues } from './mentions';
import { meant, typing, type Named } from './naming';
import { SavedReplies } from './SavedReplies';
import type { TicketBody } from './Ticket';

export type Mode = 'reply' | 'question' | 'note' | 'resolution';
const forOf = { reply: 'Reply', question: 'Question', resolution: 'Resolution' } as const;

type Props = { ticket: TicketBody; mode: Mode | null; setMode: (mode: Mode | null) => void; modes: Mode[]; onDone: (body: unknown) => void; onFailed: (error: unknown) => void };

/** Words to the citizen or to colleagues, with what would go out exactly as it would. */
export function Composer({ ticket, mode, setMode, modes, onDone, onFailed }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const own = mode && modes.includes(mode) ? mode : null;
  const draft = `${ticket.number}:${own ?? 'reply'}`;
  const [text, setText, clear] = useDraft(draft);
  const [isPublic, setPublic] = useState(false);
  const [saved, setSaved] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [picked, setPicked] = useState(0);
  const people = useColleagues(ticket.number, own === 'note').data ?? [];
  const naming = own === 'note' && cursor !== null ? typing(text, cursor) : null;
  const offered = naming ? meant(naming.sought, people) : [];
  const name = (person: Named) => {
    if (!naming) return;
    const before = `${text.slice(0, naming.at)}@${person.login} `;
    setText(before + text.slice(naming.at + 1 + naming.sought.length).replace(/^ /, ''));
    setCursor(null);
    goesOn.current = before.length;
  };
  // At once with the name: a letter typed right after it stands behind it.
  const goesOn = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (goesOn.current === null) return;
    box.current?.focus();
    box.current?.setSelectionRange(goesOn.current, goesOn.current);
    goesOn.current = null;
  }, [text]);
  const [settled] = useDebouncedValue(text, 350);
  const toCitizen = own !== null && own !== 'note';
  const preview = useQuery({
    queryKey: ['ticket', ticket.number, 'preview', own, isPublic, settled, ticket.version],
    queryFn: () => ask(api.POST('/api/v1/tickets/{number}/preview', { params: { path: { number: ticket.number } }, body: { for: forOf[own as 'reply'], text: settled, public: isPublic } })),
    enabled: toCitizen,
    placeholderData: keepPreviousData,
  });
  const p = preview.data;
  const claim = useClaim(p?.conversationId ?? null, toCitizen);
  const blocked = toCitizen ? (claim.refusedBy ?? (p?.handling.who && !p.handling.mine ? p.handling.who : null)) : null;
  useEffect(() => {
    if (own) box.current?.focus();
  }, [own]);
  // Where only one way is open there is nothing to choose.
  const doors = p?.doors ?? [];
  const onlyPublic = doors.length === 1 && doors[0]!.door === 'CommentReply';
  useEffect(() => {
    if (onlyPublic) setPublic(true);
  }, [onlyPublic]);

  const send = useMutation({
    mutationFn: (_: { mode: Mode; draft: string }) => {
      const path = { params: { path: { number: ticket.number } } };
      const version = ticket.version;
      const words = text.trim();
      if (own === 'note') return ask(api.POST('/api/v1/tickets/{number}/notes', { ...path, body: { text: words, version } }));
      if (own === 'resolution') return ask(api.POST('/api/v1/tickets/{number}/resolution', { ...path, body: { answer: words, version } }));
      if (own === 'question') return ask(api.POST('/api/v1/tickets/{number}/questions', { ...path, body: { text: words, public: isPublic, version } }));
      return ask(api.POST('/api/v1/tickets/{number}/replies', { ...path, body: { text: words, public: isPublic, version } }));
    },
    onSuccess: (body, sent) => {
      notifications.show({ message: t(`composer.done.${sent.mode}`) });
      // Whoever writes something else meanwhile goes on with it.
      if (sent.draft === draft) {
        clear();
        setMode(null);
      } else forget(sent.draft);
      onDone(body);
    },
    onError: onFailed,
  });
  const takeOver = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/inbox/{id}/claim', { params: { path: { id: p!.conversationId! } }, body: { over: true } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['ticket', ticket.number, 'preview'] });
      claim.retry();
    },
    onError: onFailed,
  });

  if (!own)
    return (
      <div className="composer">
        <div className="foot">
          {modes.map((m) => (
            <Button key={m} variant={m === modes[0] ? 'light' : 'default'} onClick={() => setMode(m)}>
              {t(`composer.mode.${m}`)}
            </Button>
          ))}
        </div>
      </div>
    );

  const due = ticket.clocks.findLast((c) => c.kind === 'Resolution')?.dueAt;
  const window = doors.find((d) => d.door !== 'CommentReply')?.openUntil;
  const over = !!p && p.most > 0 && p.length > p.most;
  // The ways that an answer of the matter takes one after another until one brings it to the citizen.
  const ladder = [
    doors.some((d) => d.door !== 'CommentReply') && t('composer.ladder.private'),
    p?.platform === 'WhatsApp' && t('composer.ladder.template'),
    doors.some((d) => d.door === 'CommentReply') && t('composer.ladder.public'),
    t('composer.ladder.admin'),
  ].filter((way) => way !== false);
  return (
    <form
      className="composer"
      onSubmit={(e) => {
        e.preventDefault();
        if (text.trim() && !send.isPending) send.mutate({ mode: own, draft });
      }}
    >
      <Tabs value={own} onChange={(m) => setMode(m as Mode)} variant="default">
        <Tabs.List>
          {modes.map((m) => (
            <Tabs.Tab key={m} value={m} py={6} px={10}>
              {t(`composer.mode.${m}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {blocked && (
        <div className="banner" role="alert">
          <span className="grow">{t('inbox.answering', { who: blocked })}</span>
          <Button variant="default" loading={takeOver.isPending} onClick={() => takeOver.mutate()}>
            {t('inbox.takeOver')}
          </Button>
        </div>
      )}
      {toCitizen && preview.isSuccess && doors.length === 0 && (
        <div className="banner" data-kind="bad">
          {t('composer.noDoor')}
        </div>
      )}
      <Textarea
        ref={box}
        aria-label={t(`composer.mode.${own}`)}
        placeholder={t(`composer.hint.${own}`)}
        value={text}
        onChange={(e) => {
          setText(e.currentTarget.value);
          setCursor(e.currentTarget.selectionStart);
          setPicked(0);
        }}
        onBlur={() => setCursor(null)}
        aria-autocomplete={own === 'note' ? 'list' : undefined}
        aria-controls={offered.length > 0 ? 'colleagues' : undefined}
        aria-activedescendant={offered.length > 0 ? `colleague-${offered[Math.min(picked, offered.length - 1)]!.login}` : undefined}
        onKeyDown={(e) => {
          if (offered.length > 0 && ['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape'].includes(e.key) && !e.ctrlKey && !e.metaKey) {
            e.preventDefault();
            e.stopPropagation();
            if (e.key === 'ArrowDown') setPicked((p) => (p + 1) % offered.length);
            else if (e.key === 'ArrowUp') setPicked((p) => (p + offered.length - 1) % offered.length);
            else if (e.key === 'Escape') setCursor(null);
            else name(offered[Math.min(picked, offered.length - 1)]!);
            return;
          }
          if (e.key === 'Escape') setMode(null);
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.form?.requestSubmit();
          if (e.key === '/' && text === '' && toCitizen) {
            e.preventDefault();
            setSaved(true);
          }
        }}
        maxRows={12}
        maxLength={10_000}
        disabled={!!blocked}
        readOnly={send.isPending && send.variables.draft === draft}
        styles={own === 'note' ? { input: { background: 'var(--note)', borderColor: 'var(--note-line)', color: 'var(--ink)' } } : undefined}
      />
      {offered.length > 0 && (
        <ul className="colleagues" id="colleagues" role="listbox" aria-label={t('composer.colleagues')}>
          {offered.map((person, i) => (
            <li key={person.login} id={`colleague-${person.login}`} role="option" aria-selected={i === Math.min(picked, offered.length - 1)} onPointerDown={(e) => (e.preventDefault(), name(person))}>
              <b>{person.name}</b> <span className="soft">@{person.login}{person.directorate ? ` · ${person.directorate}` : ''}</span>
            </li>
          ))}
        </ul>
      )}
      {naming && people.length > 0 && offered.length === 0 && naming.sought.length > 1 && (
        <p className="soft" role="status">
          {t('composer.nobodyNamed')}
        </p>
      )}
      {toCitizen && p?.refusal && text.trim() && (
        <div className="banner" data-kind="bad" role="alert">
          {t(`refusal.${p.refusal}`, { defaultValue: t('composer.refused'), ...(p.refusalFacts as Record<string, string> | null) })}
        </div>
      )}
      {toCitizen && p?.text && text.trim() && (
        <details open>
          <summary className="soft" style={{ cursor: 'pointer' }}>
            {t('composer.preview')} · {t(`platform.${p.platform}`)} · {t(p.door === 'CommentReply' ? 'words.public' : 'words.private')}
          </summary>
          <div className="preview" tabIndex={0}>
            {p.text}
          </div>
          {own === 'resolution' && <p className="soft">{t('composer.ladder.title', { ways: ladder.join(' → ') })}</p>}
          {p.closesAt && <p className="soft">{t('composer.closes', { at: moment(p.closesAt) })}</p>}
        </details>
      )}
      <div className="foot">
        {toCitizen && <SavedReplies opened={saved} onChange={setSaved} onPick={(reply) => setText((text ? text + '\n' : '') + fill(reply, { nama: ticket.citizen.name, nomor: ticket.number, tenggat: due ? day(due) : null }))} />}
        {(own === 'reply' || own === 'question') && doors.length > 1 && (
          <SegmentedControl size="xs" value={isPublic ? 'public' : 'private'} onChange={(v) => setPublic(v === 'public')} data={[{ value: 'private', label: t('words.private') }, { value: 'public', label: t('words.public') }]} aria-label={t('composer.way')} />
        )}
        {(own === 'reply' || own === 'question') && doors.length === 1 && (
          <span className="soft row" style={{ gap: '0.25rem' }}>
            {isPublic ? <IconWorld size={14} aria-hidden /> : <IconLock size={14} aria-hidden />}
            {t(isPublic ? 'words.public' : 'words.private')}
          </span>
        )}
        {toCitizen && !isPublic && window && <span className="soft">{t('composer.window', { stretch: stretch((Date.parse(window) - Date.now()) / 60_000, true) })}</span>}
        <span className="grow" />
        {toCitizen && p && p.most > 0 && (
          <span className="count-ok" data-over={over || undefined}>
            {number(p.length)} / {number(p.most)}
          </span>
        )}
        <Button type="button" variant="subtle" onClick={() => setMode(null)}>
          {t('act.cancel')}
        </Button>
        <Button type="submit" loading={send.isPending} disabled={!text.trim() || !!blocked || (toCitizen && (!!p?.refusal || doors.length === 0))}>
          {t(`composer.send.${own}`)}
        </Button>
      </div>
    </form>
  );
}
