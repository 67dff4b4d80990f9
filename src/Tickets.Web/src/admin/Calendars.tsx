import { Alert, Badge, Button, Code, FileButton, Modal, Progress, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told, type Schemas } from '../api/client';
import { useNames } from '../api/names';
import { DateInput } from '../shell/DateInput';
import { Failed, Rows } from '../shell/states';
import { day, moment, number, stretch } from '../text/time';
import { addDays, carriedOver, changesOf, dateOf, isHalf, opensOn, readSpans, seasonOn, shiftOf, sorted, tooEarly, week, writeSpans, type Closure, type Definition, type Hours, type Season } from './calendar';
import { LengthInput } from './LengthInput';
import { Form, ink, Section, Table, useChange } from './parts';
import { sayTarget, useCalendars } from './Promises';

type Effect = Schemas['DecreeEffect'];
type Change = { closure: Closure; was: Closure | null };
const definitionOf = (c: Schemas['ListedCalendar']) => c.definition as unknown as Definition;
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(new Date());

/** When work is done: the week, the year with its closures, what a change would move, and a question to the calendar. */
export function Calendars() {
  const { t } = useTranslation();
  const calendars = useCalendars();
  const [code, setCode] = useState<string | null>(null);
  const [fresh, setFresh] = useState<{ code: string; name: string; like: string } | null>(null);
  // The one that most is counted by comes first: it has closures.
  const one = calendars.data?.find((c) => c.code === code) ?? calendars.data?.find((c) => (definitionOf(c).closures?.length ?? 0) > 0) ?? calendars.data?.[0];
  const enter = useChange(
    (f: { code: string; name: string; like: string }) => ask(api.POST('/api/v1/calendars', { body: { code: f.code, name: f.name, definition: calendars.data!.find((c) => c.code === f.like)!.definition } as never })),
    ['calendars'],
    (made) => {
      setCode((made as Schemas['ListedCalendar']).code);
      setFresh(null);
    },
  );
  return (
    <>
      <Section title={t('admin.page.kalender')} hint={t('admin.calendar.hint')} query={calendars} action={<Button onClick={() => setFresh({ code: '', name: '', like: one?.code ?? 'NASIONAL' })}>{t('admin.add')}</Button>}>
        {(items) => (
          <Table heads={[t('admin.code'), t('admin.name'), t('admin.calendar.zone'), { num: t('admin.calendar.closures') }, t('admin.since')]}>
            {items.map((c) => (
              <tr key={c.code} data-on={c.code === one?.code || undefined}>
                <td>
                  <button type="button" className="link" onClick={() => setCode(c.code)}>
                    {c.code}
                  </button>{' '}
                  <span className="soft">v{c.version}</span>
                </td>
                <td>{c.name}</td>
                <td>{definitionOf(c).timeZone}</td>
                <td className="num">{definitionOf(c).closures?.length ?? 0}</td>
                <td className="soft">{day(c.effectiveFrom)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={t('admin.calendar.enter')} opened={!!fresh} onClose={() => setFresh(null)} onSubmit={() => fresh && enter.mutate(fresh)} busy={enter.isPending} ready={!!fresh?.code && !!fresh.name}>
        {fresh && (
          <>
            <TextInput label={t('admin.code')} description={t('admin.calendar.codeHint')} value={fresh.code} onChange={(e) => setFresh({ ...fresh, code: e.currentTarget.value.toUpperCase() })} maxLength={64} required />
            <TextInput label={t('admin.name')} value={fresh.name} onChange={(e) => setFresh({ ...fresh, name: e.currentTarget.value })} maxLength={200} required />
            <Select label={t('admin.calendar.like')} description={t('admin.calendar.likeHint')} value={fresh.like} data={(calendars.data ?? []).map((c) => ({ value: c.code, label: c.name }))} onChange={(v) => v && setFresh({ ...fresh, like: v })} />
          </>
        )}
      </Form>
      {one && <OneCalendar key={one.code} calendar={one} />}
    </>
  );
}

function OneCalendar({ calendar: latest }: { calendar: Schemas['ListedCalendar'] }) {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState<Definition | null>(null);
  // What the draft was made from: somebody else may decree meanwhile.
  const [base, setBase] = useState(latest);
  const calendar = draft ? base : latest;
  const was = definitionOf(calendar);
  const change = () => {
    setBase(latest);
    setDraft(structuredClone(definitionOf(latest)));
  };
  const [closing, setClosing] = useState<Change | null>(null);
  const [season, setSeason] = useState<{ season: Season; was: Season | null } | null>(null);
  // Hours that cannot be read yet stay as they are typed, and nothing is decreed with them.
  const [unread, setUnread] = useState<string[]>([]);
  const [year, setYear] = useState(Number(today().slice(0, 4)));
  const shown = draft ?? was;
  const changes = changesOf(was, shown);
  const locale = i18n.language === 'en' ? 'en-GB' : 'id-ID';
  const dayName = (i: number) => new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(new Date(2024, 0, 1 + i));
  const begin = () => draft ?? structuredClone(was);
  const setHours = (w: string, text: string) => {
    const spans = readSpans(text);
    setUnread((u) => (spans ? u.filter((x) => x !== w) : [...new Set([...u, w])]));
    if (spans) setDraft({ ...begin(), hours: { ...(begin().hours ?? {}), [w]: spans } });
  };
  const putClosure = ({ closure, was: before }: Change) => {
    const d = begin();
    setDraft({ ...d, closures: sorted([...(d.closures ?? []).filter((c) => JSON.stringify(c) !== JSON.stringify(before)), closure]) });
    setClosing(null);
  };
  const dropClosure = (closure: Closure) => {
    const d = begin();
    setDraft({ ...d, closures: (d.closures ?? []).filter((c) => JSON.stringify(c) !== JSON.stringify(closure)) });
    setClosing(null);
  };
  const putSeason = ({ season: s, was: before }: { season: Season; was: Season | null }, gone = false) => {
    const d = begin();
    const others = (d.seasons ?? []).filter((x) => JSON.stringify(x) !== JSON.stringify(before));
    setDraft({ ...d, seasons: (gone ? others : [...others, s]).sort((a, b) => a.from.localeCompare(b.from)) });
    setSeason(null);
  };
  const closures = (shown.closures ?? []).filter((c) => c.date.startsWith(String(year)));
  const on = grouped(closures);

  return (
    <>
      <Ask calendar={calendar} />
      <section className="box">
        <header>
          <h2 className="grow">{t('admin.calendar.week')}</h2>
          {!draft && (
            <Button variant="default" onClick={change}>
              {t('admin.calendar.change')}
            </Button>
          )}
        </header>
        <dl className="facts week" style={{ padding: '0.875rem', whiteSpace: 'normal', fontSize: 'inherit' }}>
          {week.map((w, i) => (
            <div key={`${w}@${base.version}`} style={{ display: 'contents' }}>
              <dt>{dayName(i)}</dt>
              <dd className="nums">
                {draft ? (
                  <HoursInput label={dayName(i)} spans={draft.hours?.[w]} onChange={(text) => setHours(w, text)} wrong={unread.includes(w)} />
                ) : (
                  writeSpans(was.hours?.[w]) || t('admin.calendar.closed')
                )}
              </dd>
            </div>
          ))}
        </dl>
        <div className="stack" style={{ gap: '0.375rem', padding: '0 0.875rem 0.875rem' }}>
          <div className="row">
            <b>{t('admin.calendar.seasons')}</b>
            {draft && (
              <Button variant="subtle" onClick={() => setSeason({ season: { name: '', from: '', to: '', hours: structuredClone(shown.hours ?? {}) }, was: null })}>
                {t('admin.calendar.addSeason')}
              </Button>
            )}
          </div>
          {(shown.seasons ?? []).length === 0 && <span className="soft">{t('admin.calendar.noSeasons')}</span>}
          {(shown.seasons ?? []).map((s) => (
            <span key={s.name + s.from}>
              {draft ? (
                <button type="button" className="link" onClick={() => setSeason({ season: structuredClone(s), was: s })}>
                  {s.name}
                </button>
              ) : (
                <b>{s.name}</b>
              )}{' '}
              <span className="soft">
                {day(s.from)} – {day(s.to)}
              </span>
            </span>
          ))}
        </div>
      </section>
      <section className="box">
        <header>
          <h2>{t('admin.calendar.year', { year })}</h2>
          <span className="grow" />
          {draft && <Button onClick={() => setClosing({ closure: { date: `${year}-${today().slice(5)}`, name: '' }, was: null })}>{t('admin.calendar.addClosure')}</Button>}
          {draft && <Import code={calendar.code} onRead={(added) => setDraft({ ...begin(), closures: sorted([...(begin().closures ?? []), ...added.filter((a) => !(begin().closures ?? []).some((c) => c.date === a.date && !isHalf(c)))]) })} />}
          <Button variant="default" onClick={() => setYear(year - 1)}>
            {year - 1}
          </Button>
          <Button variant="default" onClick={() => setYear(year + 1)}>
            {year + 1}
          </Button>
        </header>
        <div className="year">
          {Array.from({ length: 12 }, (_, m) => {
            const first = new Date(year, m, 1);
            const days = new Date(year, m + 1, 0).getDate();
            return (
              <div key={m}>
                <b>{new Intl.DateTimeFormat(locale, { month: 'short' }).format(first)}</b>
                <div className="month">
                  {Array.from({ length: (first.getDay() + 6) % 7 }, (_, i) => (
                    <i key={`b${i}`} />
                  ))}
                  {Array.from({ length: days }, (_, i) => {
                    const iso = dateOf(year, m, i + 1);
                    const closed = on.get(iso) ?? [];
                    const running = seasonOn(shown, iso);
                    const kind = closed.some((c) => !isHalf(c)) ? 'holiday' : closed.length > 0 ? 'half' : opensOn(shown, iso) ? (running ? 'season' : undefined) : 'weekend';
                    const title = [day(iso), ...closed.map((c) => c.name ?? ''), running?.name].filter(Boolean).join(' · ');
                    return draft ? (
                      <button key={iso} type="button" data-closed={kind} title={title} aria-label={title} onClick={() => setClosing(closed[0] ? { closure: { ...closed[0] }, was: closed[0] } : { closure: { date: iso, name: '' }, was: null })}>
                        {i + 1}
                      </button>
                    ) : (
                      <span key={iso} data-closed={kind} title={title}>
                        {i + 1}
                      </span>
                    );
                  })}
                </div>
              </div>
            );
          })}
        </div>
        <p className="calendar-key" style={{ padding: '0 0.875rem 0.875rem' }}>
          <span className="month key">
            <span data-closed="holiday">1</span>
          </span>
          {t('admin.calendar.keyClosed')}
          <span className="month key">
            <span data-closed="half">1</span>
          </span>
          {t('admin.calendar.keyHalf')}
          <span className="month key">
            <span data-closed="season">1</span>
          </span>
          {t('admin.calendar.keySeason')}
          <span className="month key">
            <span data-closed="weekend">1</span>
          </span>
          {t('admin.calendar.keyWeekend')}
        </p>
        {closures.length > 0 && (
          <details style={{ padding: '0 0.875rem 0.875rem' }}>
            <summary style={{ cursor: 'pointer' }}>{t('admin.calendar.listed', { count: closures.length })}</summary>
            <Table heads={[t('admin.calendar.date'), t('admin.calendar.name'), '']}>
              {closures.map((c) => (
                <tr key={c.date + (c.from ?? '') + (c.name ?? '')}>
                  <td className="nums">{day(c.date)}</td>
                  <td>
                    {c.name ?? '–'} {isHalf(c) && <Badge color="yellow">{writeSpans([[c.from ?? '00:00', c.to ?? '24:00']])}</Badge>}
                  </td>
                  <td>
                    {draft && (
                      <Button variant="subtle" color="red" aria-label={`${t('act.delete')}: ${c.name ?? c.date}`} onClick={() => dropClosure(c)}>
                        {t('act.delete')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </Table>
          </details>
        )}
      </section>
      {draft && latest.version !== base.version && (
        <Alert color="yellow" role="alert" title={t('admin.overtaken.title')} styles={ink}>
          <div className="stack" style={{ gap: '0.5rem' }}>
            <p>{t('admin.calendar.overtaken', { now: latest.version, base: base.version })}</p>
            <Changes changes={changesOf(was, definitionOf(latest))} />
            <Button
              variant="default"
              style={{ justifySelf: 'start' }}
              onClick={() => {
                setDraft(carriedOver(was, draft, definitionOf(latest)));
                setBase(latest);
              }}
            >
              {t('admin.calendar.carry', { now: latest.version })}
            </Button>
          </div>
        </Alert>
      )}
      {draft && <Decree calendar={calendar} draft={draft} changes={changes} unread={unread.map((w) => dayName(week.indexOf(w as 'monday')))} onGiveUp={() => (setDraft(null), setUnread([]))} />}
      <Versions code={calendar.code} />
      <details>
        <summary className="soft" style={{ cursor: 'pointer' }}>
          {t('admin.calendar.raw')}
        </summary>
        <Code block style={{ maxHeight: '24rem', overflow: 'auto' }} tabIndex={0}>
          {JSON.stringify(shown, null, 2)}
        </Code>
      </details>
      <ClosureForm value={closing} onChange={setClosing} onClose={() => setClosing(null)} onPut={putClosure} onDrop={dropClosure} />
      <SeasonForm value={season} dayName={dayName} onClose={() => setSeason(null)} onPut={putSeason} />
    </>
  );
}

const grouped = (closures: Closure[]) => closures.reduce((map, c) => map.set(c.date, [...(map.get(c.date) ?? []), c]), new Map<string, Closure[]>());

/** Hours of one weekday as people write them. */
function HoursInput({ label, spans, onChange, wrong }: { label: string; spans: Hours[string] | undefined; onChange: (text: string) => void; wrong: boolean }) {
  const { t } = useTranslation();
  const [text, setText] = useState(writeSpans(spans));
  return (
    <TextInput
      size="xs"
      aria-label={t('admin.calendar.hoursOf', { day: label })}
      placeholder={t('admin.calendar.closed')}
      value={text}
      error={wrong && t('admin.calendar.hoursWrong')}
      onChange={(e) => {
        setText(e.currentTarget.value);
        onChange(e.currentTarget.value);
      }}
      maxLength={120}
      style={{ maxWidth: '20rem' }}
    />
  );
}

/** "5 hari kerja dari sekarang jatuh…" */
function Ask({ calendar }: { calendar: Schemas['ListedCalendar'] }) {
  const { t } = useTranslation();
  const [from, setFrom] = useState('');
  const [target, setTarget] = useState('P5WD');
  const start = from ? new Date(from) : new Date();
  const due = useQuery({
    queryKey: ['due', calendar.code, calendar.version, from, target],
    queryFn: () => ask(api.POST('/api/v1/working-time/due', { body: { calendar: calendar.code as never, from: start.toISOString(), duration: target } })),
    retry: false,
    enabled: target !== '',
  });
  return (
    <section className="box">
      <header>
        <h2>{t('admin.calendar.ask', { name: calendar.name })}</h2>
      </header>
      <div className="row wrap" style={{ padding: '0.875rem', alignItems: 'flex-start' }}>
        <DateInput withTime w={260} label={t('admin.calendar.from')} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
        <LengthInput label={t('admin.calendar.duration')} value={target} onChange={setTarget} />
        <p role="status" style={{ paddingTop: '1.875rem' }}>
          {due.isError ? (
            <span style={{ color: 'var(--red)' }}>{t('admin.calendar.cannot')}</span>
          ) : due.data && target ? (
            <>
              {t('admin.calendar.falls', { stretch: sayTarget(target) })} <b>{moment(due.data.due)}</b>
            </>
          ) : null}
        </p>
      </div>
    </section>
  );
}

function ClosureForm({ value, onChange, onClose, onPut, onDrop }: { value: Change | null; onChange: (v: Change) => void; onClose: () => void; onPut: (v: Change) => void; onDrop: (c: Closure) => void }) {
  const { t } = useTranslation();
  if (!value) return null;
  const { closure } = value;
  const set = (changes: Partial<Closure>) => onChange({ ...value, closure: { ...closure, ...changes } });
  const half = isHalf(closure);
  return (
    <Modal opened onClose={onClose} title={t(value.was ? 'admin.calendar.closure' : 'admin.calendar.addClosure')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          onPut({ ...value, closure: half ? closure : { date: closure.date, name: closure.name } });
        }}
      >
        <Stack gap="sm">
          <DateInput label={t('admin.calendar.date')} value={closure.date} onChange={(e) => set({ date: e.currentTarget.value })} min="1970-01-01" max="2200-12-31" required />
          <TextInput label={t('admin.calendar.name')} value={closure.name ?? ''} onChange={(e) => set({ name: e.currentTarget.value })} maxLength={200} required />
          <Select label={t('admin.calendar.length')} value={half ? 'half' : 'whole'} data={['whole', 'half'].map((v) => ({ value: v, label: t(`admin.calendar.${v}`) }))} onChange={(v) => set(v === 'half' ? { from: '12:00', to: '24:00' } : { from: null, to: null })} />
          {half && (
            <div className="row">
              <TextInput label={t('admin.calendar.closedFrom')} value={closure.from ?? ''} onChange={(e) => set({ from: e.currentTarget.value })} pattern="([01]\d|2[0-3]):[0-5]\d" maxLength={5} required />
              <TextInput label={t('admin.calendar.closedTo')} value={closure.to ?? ''} onChange={(e) => set({ to: e.currentTarget.value })} pattern="([01]\d|2[0-3]):[0-5]\d|24:00" maxLength={5} required />
            </div>
          )}
          <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
            {value.was && (
              <Button variant="light" color="red" onClick={() => onDrop(value.was!)} mr="auto">
                {t('act.delete')}
              </Button>
            )}
            <Button variant="subtle" onClick={onClose}>
              {t('act.cancel')}
            </Button>
            <Button type="submit">{t('admin.calendar.intoDraft')}</Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}

function SeasonForm({ value, dayName, onClose, onPut }: { value: { season: Season; was: Season | null } | null; dayName: (i: number) => string; onClose: () => void; onPut: (v: { season: Season; was: Season | null }, gone?: boolean) => void }) {
  const { t } = useTranslation();
  const [season, setSeason] = useState<Season | null>(value?.season ?? null);
  const [wrong, setWrong] = useState<string[]>([]);
  useEffect(() => {
    setSeason(value?.season ?? null);
    setWrong([]);
  }, [value]);
  if (!value || !season) return null;
  return (
    <Modal opened onClose={onClose} title={season.name || t('admin.calendar.addSeason')} closeButtonProps={{ 'aria-label': t('act.close') }} size="lg">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (wrong.length === 0) onPut({ season, was: value.was });
        }}
      >
        <Stack gap="sm">
          <p className="soft">{t('admin.calendar.seasonHint')}</p>
          <TextInput label={t('admin.name')} value={season.name} onChange={(e) => setSeason({ ...season, name: e.currentTarget.value })} maxLength={200} required />
          <div className="row wrap">
            <DateInput label={t('admin.calendar.seasonFrom')} value={season.from} onChange={(e) => setSeason({ ...season, from: e.currentTarget.value })} min="1970-01-01" max="2200-12-31" required />
            <DateInput label={t('admin.calendar.seasonTo')} value={season.to} min={season.from} onChange={(e) => setSeason({ ...season, to: e.currentTarget.value })} max="2200-12-31" required />
          </div>
          <dl className="facts" style={{ whiteSpace: 'normal', fontSize: 'inherit' }}>
            {week.map((w, i) => (
              <div key={w} style={{ display: 'contents' }}>
                <dt>{dayName(i)}</dt>
                <dd>
                  <HoursInput
                    label={dayName(i)}
                    spans={season.hours[w]}
                    wrong={wrong.includes(w)}
                    onChange={(text) => {
                      const spans = readSpans(text);
                      setWrong((u) => (spans ? u.filter((x) => x !== w) : [...new Set([...u, w])]));
                      if (spans) setSeason((s) => s && { ...s, hours: { ...s.hours, [w]: spans } });
                    }}
                  />
                </dd>
              </div>
            ))}
          </dl>
          <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
            {value.was && (
              <Button variant="light" color="red" onClick={() => onPut(value, true)} mr="auto">
                {t('act.delete')}
              </Button>
            )}
            <Button variant="subtle" onClick={onClose}>
              {t('act.cancel')}
            </Button>
            <Button type="submit" disabled={wrong.length > 0}>
              {t('admin.calendar.intoDraft')}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}

/** Holidays out of a file: the service reads it, and what it would add comes into the draft. */
function Import({ code, onRead }: { code: string; onRead: (added: Closure[]) => void }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<{ wrong: boolean; text: string } | null>(null);
  const read = useMutation({
    mutationFn: async (file: File) => {
      const body = await file.text();
      const format = /\.ics$/i.test(file.name) || /^\s*(\ufeff)?BEGIN:VCALENDAR/i.test(body) ? 'ics' : 'csv';
      return ask(
        api.POST('/api/v1/calendars/{code}/closures/import', {
          params: { path: { code }, query: { format, preview: true } },
          body: body as never,
          bodySerializer: (text: unknown) => text as string,
          headers: { 'Content-Type': format === 'ics' ? 'text/calendar' : 'text/csv' },
        }),
      );
    },
    onSuccess: (result) => {
      const added = result.added.map((a) => ({ date: a.date, name: a.name ?? undefined }));
      onRead(added);
      setSaid({ wrong: false, text: t('admin.calendar.read', { added: added.length, there: result.alreadyThere.length }) });
    },
    onError: (error) => setSaid({ wrong: true, text: `${told(error).title}. ${told(error).detail}` }),
  });
  return (
    <>
      <FileButton accept=".ics,.csv,text/calendar,text/csv" onChange={(file) => file && read.mutate(file)}>
        {(props) => (
          <Button {...props} variant="default" loading={read.isPending}>
            {t('admin.calendar.import')}
          </Button>
        )}
      </FileButton>
      {said && (
        <span role="status" style={{ color: said.wrong ? 'var(--red)' : undefined, flexBasis: '100%' }}>
          {said.text}
        </span>
      )}
    </>
  );
}

function Changes({ changes }: { changes: ReturnType<typeof changesOf> }) {
  const { t } = useTranslation();
  return (
    <ul className="changes">
      {changes.added.map((c) => (
        <li key={`+${c.date}${c.name}${c.from}`}>
          + {day(c.date)} {c.name} {isHalf(c) && `(${writeSpans([[c.from ?? '00:00', c.to ?? '24:00']])})`}
        </li>
      ))}
      {changes.removed.map((c) => (
        <li key={`-${c.date}${c.name}${c.from}`}>
          − <s>
            {day(c.date)} {c.name}
          </s>
        </li>
      ))}
      {changes.days.length > 0 && <li>{t('admin.calendar.daysChanged', { count: changes.days.length })}</li>}
      {changes.seasonsAdded.map((s) => (
        <li key={`+${s.name}${s.from}`}>
          + {s.name} {s.from && `${day(s.from)} – ${day(s.to)}`}
        </li>
      ))}
      {changes.seasonsRemoved.map((s) => (
        <li key={`-${s.name}${s.from}`}>
          − <s>{s.name}</s>
        </li>
      ))}
    </ul>
  );
}

/** What was changed, as of when and by which decree; what it would move, before it is decreed. */
function Decree({ calendar, draft, changes, unread, onGiveUp }: { calendar: Schemas['ListedCalendar']; draft: Definition; changes: ReturnType<typeof changesOf>; unread: string[]; onGiveUp: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [from, setFrom] = useState(addDays(today(), 1));
  const [reason, setReason] = useState('');
  const body = { name: calendar.name, definition: draft, effectiveFrom: from, reason, version: calendar.version };
  const asked = JSON.stringify(body);
  const [previewed, setPreviewed] = useState<{ asked: string; effect: Effect } | null>(null);
  const send = (preview: boolean) => ask(api.POST('/api/v1/calendars/{code}/versions', { params: { path: { code: calendar.code }, query: { preview } }, body: body as never }));
  const preview = useMutation({ mutationFn: () => send(true), onSuccess: (made) => setPreviewed({ asked, effect: made.effect! }), onError: () => void queries.invalidateQueries({ queryKey: ['calendars'] }) });
  const decree = useMutation({
    mutationFn: () => send(false),
    onSuccess: onGiveUp,
    // Refused since somebody was faster: what they decreed is shown above.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['calendars'] }),
  });
  const early = tooEarly(changes, from);
  const ready = changes.count > 0 && unread.length === 0 && !!from && reason.trim().length > 0;
  const effect = previewed?.asked === asked ? previewed.effect : null;
  const failed = preview.error ?? decree.error;
  return (
    <section className="box decree" aria-label={t('admin.calendar.decree')}>
      <header>
        <h2 className="grow">{t('admin.calendar.decree')}</h2>
        <span className="soft">{t('admin.calendar.changes', { count: changes.count })}</span>
      </header>
      <div className="stack" style={{ padding: '0.875rem', gap: '0.75rem' }}>
        {changes.count === 0 ? (
          <span className="soft">{t('admin.calendar.noChanges')}</span>
        ) : (
          <Changes changes={changes} />
        )}
        {unread.length > 0 && <Alert color="red">{t('admin.calendar.unread', { days: unread.join(', ') })}</Alert>}
        {early.length > 0 && <Alert color="yellow">{t('admin.calendar.early', { dates: early.map((c) => day(c.date)).join(', ') })}</Alert>}
        <div className="two">
          <DateInput label={t('admin.calendar.effective')} description={t('admin.calendar.effectiveHint')} value={from} onChange={(e) => setFrom(e.currentTarget.value)} min="1970-01-01" max="2200-12-31" required />
          <TextInput label={t('admin.calendar.reason')} description={t('admin.calendar.reasonHint')} value={reason} onChange={(e) => setReason(e.currentTarget.value)} maxLength={500} required />
        </div>
        {failed && !preview.isPending && !decree.isPending && (
          <Alert color="red" title={told(failed).title} role="alert">
            {told(failed).detail}
          </Alert>
        )}
        {effect && <Moves effect={effect} />}
        <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
          <Button variant="subtle" onClick={onGiveUp}>
            {t('admin.calendar.giveUp')}
          </Button>
          <Button variant="default" loading={preview.isPending} disabled={!ready} onClick={() => (decree.reset(), preview.mutate())}>
            {t('admin.calendar.preview')}
          </Button>
          <Button loading={decree.isPending} disabled={!ready || !effect} onClick={() => decree.mutate()}>
            {t('admin.calendar.set')}
          </Button>
        </div>
        {ready && !effect && <span className="soft">{t('admin.calendar.previewFirst')}</span>}
      </div>
    </section>
  );
}

/** "mundur 7 jam 30 mnt" */
function useShift() {
  const { t } = useTranslation();
  return (duration: string) => {
    const minutes = shiftOf(duration);
    return minutes === 0 ? t('admin.calendar.notMoved') : t(minutes > 0 ? 'admin.calendar.later' : 'admin.calendar.sooner', { stretch: stretch(Math.abs(minutes), true) });
  };
}

/** How many tickets move, by how much, where. */
function Moves({ effect }: { effect: Effect }) {
  const { t } = useTranslation();
  const names = useNames();
  const say = useShift();
  return (
    <div role="status" className="stack" style={{ gap: '0.75rem' }}>
      <div className="figures">
        <div className="figure">
          <b>{number(effect.ticketsMoved)}</b>
          <span>{t('admin.calendar.ticketsMoved', { of: number(effect.tickets) })}</span>
        </div>
        <div className="figure">
          <b>{number(effect.clocksMoved)}</b>
          <span>{t('admin.calendar.clocksMoved', { of: number(effect.clocks) })}</span>
        </div>
        <div className="figure">
          <b>{number(effect.promisesMoved)}</b>
          <span>{t('admin.calendar.promisesMoved')}</span>
        </div>
        <div className="figure">
          <b style={{ fontSize: '0.9375rem' }}>{effect.shift ? say(effect.shift.median) : t('admin.calendar.notMoved')}</b>
          <span>{effect.shift ? (effect.shift.min === effect.shift.max ? t('admin.calendar.allAlike') : t('admin.calendar.between', { min: say(effect.shift.min), max: say(effect.shift.max) })) : t('admin.calendar.nothingMoves')}</span>
        </div>
      </div>
      {effect.byDirectorate.length > 0 && (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('ticket.unit')}>
          <Table heads={[t('ticket.unit'), t('admin.calendar.tickets'), t('admin.calendar.typical')]}>
            {effect.byDirectorate.map((d) => (
              <tr key={d.directorate ?? ''}>
                <td>{d.directorate ? names.directorate(d.directorate) : t('admin.calendar.noUnit')}</td>
                <td className="nums">{number(d.ticketsMoved)}</td>
                <td>{say(d.shift.median)}</td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      {effect.sample.length > 0 && (
        <details>
          <summary style={{ cursor: 'pointer' }}>{t('admin.calendar.sample', { count: effect.sample.length })}</summary>
          <div className="scroll" tabIndex={0} role="group" aria-label={t('admin.calendar.tickets')}>
            <Table heads={[t('ticket.ticket'), t('admin.calendar.clock'), t('admin.calendar.now'), t('admin.calendar.then')]}>
              {effect.sample.map((s) => (
                <tr key={s.number + s.clock + s.cycle}>
                  <td className="nums">{s.number}</td>
                  <td>{t(`clock.${s.clock}`)}</td>
                  <td className="nums">{moment(s.wasDueAt)}</td>
                  <td className="nums">{moment(s.dueAt)}</td>
                </tr>
              ))}
            </Table>
          </div>
        </details>
      )}
    </div>
  );
}

/** Every version, and how far the running clocks have been counted again by it. */
function Versions({ code }: { code: string }) {
  const { t } = useTranslation();
  const versions = useQuery({
    queryKey: ['calendars', code, 'versions'],
    queryFn: async () => (await ask(api.GET('/api/v1/calendars/{code}/versions', { params: { path: { code } } }))).items,
    refetchInterval: (query) => (query.state.data?.some((v) => v.state === 'Waiting' || v.state === 'Running') ? 1500 : false),
  });
  return (
    <section className="box">
      <header>
        <h2>{t('admin.calendar.versions')}</h2>
      </header>
      {versions.isPending ? (
        <Rows count={2} height={44} />
      ) : versions.isError ? (
        <Failed error={versions.error} again={() => void versions.refetch()} />
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('admin.calendar.versions')}>
          <Table heads={[t('admin.calendar.version'), t('admin.calendar.effective'), t('admin.calendar.reason'), t('admin.calendar.recount')]}>
            {versions.data.map((v) => (
              <tr key={v.version}>
                <td className="nums">
                  v{v.version}
                  <div className="soft">{moment(v.enteredAt)}</div>
                </td>
                <td className="nums">{day(`${v.effectiveOn}T00:00:00`)}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{v.reason ?? '–'}</td>
                <td style={{ minWidth: '12rem' }}>
                  {v.state === 'None' ? (
                    <span className="soft">{t('admin.calendar.noRecount')}</span>
                  ) : (
                    <>
                      <Progress value={v.state === 'Done' || v.total === 0 ? 100 : (v.done / v.total) * 100} aria-label={t('admin.calendar.recount')} />
                      <span className="soft">
                        {t(`admin.calendar.state.${v.state}`)} · {t('admin.calendar.counted', { done: number(v.done), total: number(v.total), moved: number(v.moved), told: number(v.told) })}
                      </span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </section>
  );
}
