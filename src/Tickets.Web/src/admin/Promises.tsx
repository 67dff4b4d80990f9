import { Button, Code, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useDirectorates, useNames, useTopics } from '../api/names';
import { day, minutesOf, moment, stretch } from '../text/time';
import { Form, Section, Table, useChange } from './parts';

type Policy = Schemas['ListedPolicy'] & { isNew?: boolean };
const kinds = ['Triage', 'FirstResponse', 'NextResponse', 'Resolution', 'Custody'] as const;
const useCalendars = () => useQuery({ queryKey: ['calendars'], queryFn: async () => (await ask(api.GET('/api/v1/calendars'))).items });

/** A target as people say it: "5 hari", "1 jam". */
export const sayTarget = (duration: string) => {
  const days = /^P(\d+)WD$/.exec(duration);
  return days ? stretch(Number(days[1]) * 450) : stretch(minutesOf(duration), true);
};

/** What is promised, to whom, counted how. */
export function Policies() {
  const { t } = useTranslation();
  const names = useNames();
  const units = useDirectorates().data ?? [];
  const topics = useTopics().data ?? [];
  const calendars = useCalendars().data ?? [];
  const policies = useQuery({ queryKey: ['sla-policies'], queryFn: async () => (await ask(api.GET('/api/v1/sla-policies'))).items });
  const [edited, setEdited] = useState<Policy | null>(null);
  const save = useChange(
    (p: Policy) => {
      const body = { code: p.code, name: p.name, targets: p.targets, priority: p.priority, topic: p.topic, directorate: p.directorate, platform: p.platform, sp4nClass: p.sp4nClass } as never;
      return p.isNew ? ask(api.POST('/api/v1/sla-policies', { body })) : ask(api.PUT('/api/v1/sla-policies/{code}', { params: { path: { code: p.code } }, body }));
    },
    ['sla-policies'],
    () => setEdited(null),
  );
  const narrow = (p: Policy) =>
    [p.priority !== null && t(`priority.${String(p.priority)}`), p.topic && names.topic(p.topic), p.directorate, p.platform && t(`platform.${p.platform}`)].filter(Boolean).join(' · ') || t('admin.policy.everything');
  return (
    <>
      <Section title={t('admin.page.kebijakan')} hint={t('admin.policy.hint')} query={policies} action={<Button onClick={() => setEdited({ code: '', name: '', version: 0, effectiveFrom: '', withdrawn: false, targets: [{ clock: 'FirstResponse', duration: 'P1WD', calendar: 'NASIONAL' }, { clock: 'Resolution', duration: 'P5WD', calendar: 'NASIONAL' }], priority: null, topic: null, directorate: null, platform: null, sp4nClass: null, isNew: true } as never)}>{t('admin.add')}</Button>}>
        {(items) => (
          <Table heads={[t('admin.name'), t('admin.policy.for'), t('admin.policy.ladder'), t('admin.since')]}>
            {items.map((p) => (
              <tr key={p.code}>
                <td>
                  <button type="button" className="link" onClick={() => setEdited(p)}>
                    {p.name}
                  </button>
                  <div className="soft">
                    {p.code} v{p.version}
                    {p.withdrawn ? ` · ${t('admin.policy.withdrawn')}` : ''}
                  </div>
                </td>
                <td>{narrow(p)}</td>
                <td>
                  <ol className="ladder">
                    {p.targets.map((x) => (
                      <li key={x.clock}>
                        <b>{sayTarget(x.duration)}</b> {t(`clock.${x.clock}`).toLowerCase()} <span className="soft">{x.calendar}</span>
                      </li>
                    ))}
                  </ol>
                </td>
                <td className="soft">{day(p.effectiveFrom)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={edited?.name || t('admin.page.kebijakan')} opened={!!edited} onClose={() => setEdited(null)} onSubmit={() => edited && save.mutate(edited)} busy={save.isPending} ready={!!edited?.code && !!edited.name}>
        {edited && (
          <>
            <TextInput label={t('admin.code')} value={edited.code} disabled={!edited.isNew} onChange={(e) => setEdited({ ...edited, code: e.currentTarget.value })} maxLength={64} required />
            <TextInput label={t('admin.name')} value={edited.name} onChange={(e) => setEdited({ ...edited, name: e.currentTarget.value })} maxLength={200} required />
            <div className="two">
              <Select label={t('inbox.topic')} clearable searchable placeholder={t('admin.routing.any')} value={edited.topic} data={topics.map((x) => ({ value: x.code, label: names.topic(x.code) }))} onChange={(v) => setEdited({ ...edited, topic: v })} />
              <Select label={t('ticket.unit')} clearable searchable placeholder={t('admin.routing.any')} value={edited.directorate} data={units.map((u) => ({ value: u.code, label: u.name }))} onChange={(v) => setEdited({ ...edited, directorate: v })} />
            </div>
            <Select label={t('assess.priority')} clearable placeholder={t('admin.routing.any')} value={edited.priority === null ? null : String(edited.priority)} data={['normal', 'urgent'].map((p) => ({ value: p, label: t(`priority.${p}`) }))} onChange={(v) => setEdited({ ...edited, priority: v as never })} />
            <p className="soft">{t('admin.policy.targetHint')}</p>
            {kinds.map((kind) => {
              const target = edited.targets.find((x) => x.clock === kind);
              const set = (changes: Partial<Schemas['SlaTarget']> | null) =>
                setEdited({
                  ...edited,
                  targets: changes === null ? edited.targets.filter((x) => x.clock !== kind) : target ? edited.targets.map((x) => (x.clock === kind ? { ...x, ...changes } : x)) : [...edited.targets, { clock: kind, duration: 'P1WD', calendar: 'NASIONAL', believed: false, ...changes }],
                });
              return (
                <div key={kind} className="row wrap" style={{ alignItems: 'flex-end' }}>
                  <TextInput className="grow" label={t(`clock.${kind}`)} value={target?.duration ?? ''} placeholder={t('admin.policy.notPromised')} onChange={(e) => (e.currentTarget.value ? set({ duration: e.currentTarget.value.toUpperCase() }) : set(null))} maxLength={32} />
                  <Select w={190} aria-label={t('admin.page.kalender')} disabled={!target} value={target?.calendar ?? null} data={calendars.map((c) => ({ value: c.code, label: c.name }))} onChange={(v) => v && set({ calendar: v })} />
                </div>
              );
            })}
          </>
        )}
      </Form>
    </>
  );
}

type Definition = { timeZone: string; hours?: Record<string, string[][]>; seasons?: { name: string; from: string; to: string }[]; closures?: { date: string; name?: string; from?: string; to?: string }[] };
const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** When work is done: the week, the year with its closures, and a question to the calendar. */
export function Calendars() {
  const { t, i18n } = useTranslation();
  const calendars = useCalendars();
  const [code, setCode] = useState<string | null>(null);
  const [year, setYear] = useState(new Date().getFullYear());
  const [from, setFrom] = useState('');
  const [target, setTarget] = useState('P5WD');
  // The one that most is counted by comes first: it has closures.
  const one = calendars.data?.find((c) => c.code === code) ?? calendars.data?.find((c) => ((c.definition as Definition).closures?.length ?? 0) > 0) ?? calendars.data?.[0];
  const definition = one?.definition as unknown as Definition | undefined;
  const start = from ? new Date(from) : new Date();
  const due = useQuery({
    queryKey: ['due', one?.code, from, target],
    queryFn: () => ask(api.POST('/api/v1/working-time/due', { body: { calendar: one!.code as never, from: start.toISOString(), duration: target } })),
    enabled: !!one,
    retry: false,
  });
  const closed = new Map((definition?.closures ?? []).map((c) => [c.date, c]));
  const openDays = (d: Date) => (definition?.hours?.[week[(d.getDay() + 6) % 7]!] ?? []).length > 0;
  const locale = i18n.language === 'en' ? 'en-GB' : 'id-ID';
  return (
    <>
      <Section title={t('admin.page.kalender')} query={calendars}>
        {(items) => (
          <Table heads={[t('admin.code'), t('admin.name'), t('admin.calendar.zone'), t('admin.calendar.closures'), t('admin.since')]}>
            {items.map((c) => (
              <tr key={c.code} data-on={c.code === one?.code || undefined}>
                <td>
                  <button type="button" className="link" onClick={() => setCode(c.code)}>
                    {c.code}
                  </button>{' '}
                  <span className="soft">v{c.version}</span>
                </td>
                <td>{c.name}</td>
                <td>{(c.definition as unknown as Definition).timeZone}</td>
                <td className="num">{(c.definition as unknown as Definition).closures?.length ?? 0}</td>
                <td className="soft">{day(c.effectiveFrom)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      {one && definition && (
        <>
          <section className="box">
            <header>
              <h2>{t('admin.calendar.ask', { name: one.name })}</h2>
            </header>
            <div className="row wrap" style={{ padding: '0.875rem', alignItems: 'flex-start' }}>
              <TextInput type="datetime-local" label={t('admin.calendar.from')} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
              <TextInput label={t('admin.calendar.duration')} description={t('admin.calendar.durationHint')} inputWrapperOrder={['label', 'input', 'description']} value={target} onChange={(e) => setTarget(e.currentTarget.value.toUpperCase())} maxLength={32} />
              <p role="status" style={{ paddingTop: '1.875rem' }}>
                {due.isError ? <span style={{ color: 'var(--red)' }}>{t('admin.calendar.cannot')}</span> : due.data ? <>{t('admin.calendar.falls', { stretch: sayTarget(target) })} <b>{moment(due.data.due)}</b></> : null}
              </p>
            </div>
          </section>
          <section className="box">
            <header>
              <h2>{t('admin.calendar.week')}</h2>
            </header>
            <dl className="facts" style={{ padding: '0.875rem', whiteSpace: 'normal', fontSize: 'inherit' }}>
              {week.map((w, i) => (
                <div key={w} style={{ display: 'contents' }}>
                  <dt>{new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(new Date(2024, 0, 1 + i))}</dt>
                  <dd className="nums">{(definition.hours?.[w] ?? []).map((s) => s.join('–')).join(', ') || t('admin.calendar.closed')}</dd>
                </div>
              ))}
            </dl>
            {(definition.seasons ?? []).length > 0 && <p className="soft" style={{ padding: '0 0.875rem 0.875rem' }}>{definition.seasons!.map((s) => `${s.name}: ${day(s.from)} – ${day(s.to)}`).join(' · ')}</p>}
          </section>
          <section className="box">
            <header>
              <h2>{t('admin.calendar.year', { year })}</h2>
              <span className="grow" />
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
                        const d = new Date(year, m, i + 1);
                        const iso = `${year}-${String(m + 1).padStart(2, '0')}-${String(i + 1).padStart(2, '0')}`;
                        const closure = closed.get(iso);
                        return (
                          <span key={iso} data-closed={closure ? 'holiday' : openDays(d) ? undefined : 'weekend'} title={closure ? `${iso}: ${closure.name ?? ''}` : iso}>
                            {i + 1}
                          </span>
                        );
                      })}
                    </div>
                  </div>
                );
              })}
            </div>
          </section>
          <details>
            <summary className="soft" style={{ cursor: 'pointer' }}>
              {t('admin.calendar.raw')}
            </summary>
            <Code block style={{ maxHeight: '24rem', overflow: 'auto' }} tabIndex={0}>
              {JSON.stringify(definition, null, 2)}
            </Code>
          </details>
        </>
      )}
    </>
  );
}
