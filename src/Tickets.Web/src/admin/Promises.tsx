import { Alert, Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told, type Schemas } from '../api/client';
import { useDirectorates, useNames, useTopics } from '../api/names';
import i18n from '../text';
import { day, minutesOf, number, stretch } from '../text/time';
import { atOf, momentOf, placeOf } from './duration';
import { LengthInput } from './LengthInput';
import { Form, isOvertaken, Overtaken, Section, Table, useChange } from './parts';

type Policy = Schemas['ListedPolicy'] & { isNew?: boolean };
const kinds = ['Triage', 'FirstResponse', 'NextResponse', 'Resolution', 'Custody'] as const;
const platforms = ['Facebook', 'Instagram', 'WhatsApp', 'X', 'YouTube', 'Web'] as const;
const classes = ['normative', 'non-supervisory', 'supervisory'] as const;
export const useCalendars = () => useQuery({ queryKey: ['calendars'], queryFn: async () => (await ask(api.GET('/api/v1/calendars'))).items });

/** A target as people say it: "5 hari", "1 jam". */
export const sayTarget = (duration: string) => {
  const days = /^P(\d+)WD$/.exec(duration);
  return days ? i18n.t('time.days', { count: Number(days[1]) }) : stretch(minutesOf(duration), true);
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
      const body = { code: p.code, name: p.name, targets: p.targets, priority: p.priority, topic: p.topic, directorate: p.directorate, platform: p.platform, sp4nClass: p.sp4nClass, ladder: p.ladder, version: p.isNew ? undefined : p.version } as never;
      return p.isNew ? ask(api.POST('/api/v1/sla-policies', { body })) : ask(api.PUT('/api/v1/sla-policies/{code}', { params: { path: { code: p.code } }, body }));
    },
    ['sla-policies'],
    () => setEdited(null),
  );
  const withdraw = useChange(
    (p: Policy) => ask(api.DELETE('/api/v1/sla-policies/{code}', { params: { path: { code: p.code }, header: { 'If-Match': `"${p.version}"` } } })),
    ['sla-policies'],
    () => setEdited(null),
  );
  const narrow = (p: Policy) =>
    [p.priority !== null && t(`priority.${String(p.priority)}`), p.topic && names.topic(p.topic), p.directorate && names.directorate(p.directorate), p.platform && t(`platform.${p.platform}`), p.sp4nClass && `SP4N ${t(`sp4n.${p.sp4nClass}`)}`].filter(Boolean).join(' · ') || t('admin.policy.everything');
  const calendarName = (code: string) => calendars.find((c) => c.code === code)?.name ?? code;
  const latest = policies.data?.find((p) => p.code === edited?.code);
  return (
    <>
      <Section title={t('admin.page.kebijakan')} hint={t('admin.policy.hint')} query={policies} action={<Button onClick={() => setEdited({ code: '', name: '', version: 0, effectiveFrom: '', withdrawn: false, targets: [{ clock: 'FirstResponse', duration: 'P1WD', calendar: 'NASIONAL' }, { clock: 'Resolution', duration: 'P5WD', calendar: 'NASIONAL' }], priority: null, topic: null, directorate: null, platform: null, sp4nClass: null, ladder: usualLadder, isNew: true } as never)}>{t('admin.add')}</Button>}>
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
                        <b>{sayTarget(x.duration)}</b> {t(`clock.${x.clock}`).toLowerCase()} <span className="soft" title={x.calendar}>
                          {calendarName(x.calendar)}
                        </span>
                      </li>
                    ))}
                  </ol>
                  <Timeline rungs={p.ladder} />
                </td>
                <td className="soft">{day(p.effectiveFrom)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={edited?.name || t('admin.page.kebijakan')} opened={!!edited} onClose={() => setEdited(null)} onSubmit={() => edited && save.mutate(edited)} busy={save.isPending} ready={!!edited?.code && !!edited.name && !(!edited.isNew && isOvertaken(edited, latest))}>
        {edited && (
          <>
            {!edited.isNew && (
              <Overtaken
                mine={edited}
                latest={latest}
                says={[
                  [t('admin.name'), (p) => p.name],
                  [t('admin.policy.for'), narrow],
                  ...kinds.map((kind): [string, (p: Policy) => string] => [t(`clock.${kind}`), (p) => p.targets.filter((x) => x.clock === kind).map((x) => `${sayTarget(x.duration)}, ${calendarName(x.calendar)}`).join()]),
                  [t('admin.policy.rungs'), (p) => (p.ladder ?? []).map((r) => `${sayRung(r.at)}: ${recipientOf(r, t)}${r.reassign ? ` (${t('admin.policy.reassign')})` : ''}`).join('; ')],
                ]}
                onTake={setEdited}
                onKeep={(version) => setEdited({ ...edited, version })}
              />
            )}
            <TextInput label={t('admin.code')} value={edited.code} disabled={!edited.isNew} onChange={(e) => setEdited({ ...edited, code: e.currentTarget.value })} maxLength={64} required />
            <TextInput label={t('admin.name')} value={edited.name} onChange={(e) => setEdited({ ...edited, name: e.currentTarget.value })} maxLength={200} required />
            <div className="two">
              <Select label={t('inbox.topic')} clearable searchable placeholder={t('admin.routing.any')} value={edited.topic} data={topics.map((x) => ({ value: x.code, label: names.topic(x.code) }))} onChange={(v) => setEdited({ ...edited, topic: v })} />
              <Select label={t('ticket.unit')} clearable searchable placeholder={t('admin.routing.any')} value={edited.directorate} data={units.map((u) => ({ value: u.code, label: u.name }))} onChange={(v) => setEdited({ ...edited, directorate: v })} />
            </div>
            <div className="two">
              <Select label={t('inbox.platform')} clearable placeholder={t('admin.routing.any')} value={edited.platform} data={platforms.map((v) => ({ value: v, label: t(`platform.${v}`) }))} onChange={(v) => setEdited({ ...edited, platform: v as never })} />
              <Select label={t('admin.policy.sp4n')} clearable placeholder={t('admin.routing.any')} value={edited.sp4nClass} data={classes.map((v) => ({ value: v, label: t(`sp4n.${v}`) }))} onChange={(v) => setEdited({ ...edited, sp4nClass: v as never })} />
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
                <div key={kind} className="row wrap promise">
                  <LengthInput label={t(`clock.${kind}`)} value={target?.duration ?? ''} placeholder={t('admin.policy.notPromised')} onChange={(duration) => (duration ? set({ duration }) : set(null))} />
                  <Select className="grow" aria-label={t('admin.policy.countedBy', { clock: t(`clock.${kind}`) })} disabled={!target} value={target?.calendar ?? null} data={calendars.map((c) => ({ value: c.code, label: c.name }))} onChange={(v) => v && set({ calendar: v })} />
                </div>
              );
            })}
            <Ladder rungs={edited.ladder ?? []} onChange={(ladder) => setEdited({ ...edited, ladder })} />
            <Simulation policy={edited} />
            {!edited.isNew && !edited.withdrawn && edited.code !== 'normal' && (
              <Button variant="light" color="red" loading={withdraw.isPending} disabled={isOvertaken(edited, latest)} onClick={() => withdraw.mutate(edited)}>
                {t('admin.policy.withdraw')}
              </Button>
            )}
          </>
        )}
      </Form>
    </>
  );
}

const usualLadder: Schemas['Rung'][] = [
  { at: '50%', to: 'officer', reassign: false, clocks: null },
  { at: '80%', to: 'supervisor', reassign: false, clocks: null },
  { at: 'breach', to: 'director', reassign: false, clocks: null },
  { at: 'breach+PT15H', to: 'inspectorate', reassign: false, clocks: null },
];
const recipients = ['officer', 'supervisor', 'director', 'inspectorate', 'admin-social'] as const;

/** "80 %", "lewat tenggat", "15 jam sesudahnya" */
export function sayRung(at: string): string {
  if (at.endsWith('%')) return `${at.slice(0, -1)} %`;
  const after = /^breach\+(.+)$/i.exec(at)?.[1];
  return after ? i18n.t('admin.policy.afterBreach', { stretch: sayTarget(after) }) : i18n.t('admin.policy.atBreach');
}

const recipientOf = (rung: Schemas['Rung'], t: ReturnType<typeof useTranslation>['t']) => t(`recipient.${rung.to}`);

/** The ladder as a line of time: each rung as far along as its moment, what comes after the promise in another colour. */
function Timeline({ rungs }: { rungs: readonly Schemas['Rung'][] }) {
  const { t } = useTranslation();
  const sorted = [...rungs].filter((r) => momentOf(r.at)).sort((a, b) => placeOf(a.at) - placeOf(b.at));
  if (sorted.length === 0) return null;
  const apart = sorted.map((r, i) => Math.max(0.01, placeOf(r.at) - (i > 0 ? placeOf(sorted[i - 1]!.at) : 0)));
  return (
    <ol className="timeline" aria-label={t('admin.policy.rungs')} style={{ '--apart': apart.map((a) => `minmax(6.25rem, ${a}fr)`).join(' ') } as CSSProperties}>
      {sorted.map((r) => (
        <li key={r.at + r.to} data-after={r.at.startsWith('breach') || undefined}>
          <b>{sayRung(r.at)}</b>
          <span>
            {recipientOf(r, t)}
            {r.reassign && ` · ${t('admin.policy.moves')}`}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Who is told while a promise runs out, and after. */
function Ladder({ rungs, onChange }: { rungs: readonly Schemas['Rung'][]; onChange: (rungs: Schemas['Rung'][]) => void }) {
  const { t } = useTranslation();
  const put = (i: number, changes: Partial<Schemas['Rung']>) => onChange(rungs.map((r, k) => (k === i ? { ...r, ...changes } : r)));
  return (
    <fieldset className="rule">
      <legend>{t('admin.policy.rungs')}</legend>
      <Timeline rungs={rungs} />
      <p className="soft">{t('admin.policy.rungsHint')}</p>
      {rungs.map((r, i) => {
        const moment = momentOf(r.at) ?? { when: 'breach' as const };
        return (
          <div key={i} className="rung">
            <span className="row wrap" style={{ gap: '0.25rem' }}>
            {moment.when === 'share' && (
              <NumberInput w={84} aria-label={t('admin.policy.rungShare', { n: i + 1 })} suffix=" %" value={moment.percent} min={1} max={99} clampBehavior="strict" allowDecimal={false} allowNegative={false} onChange={(v) => put(i, { at: atOf({ when: 'share', percent: Number(v) || 1 }) })} />
            )}
            {moment.when === 'after' && <LengthInput hideLabel label={t('admin.policy.rungLength', { n: i + 1 })} value={moment.duration} onChange={(duration) => put(i, { at: atOf({ when: 'after', duration: duration || 'PT1H' }) })} />}
            <Select
              w={176}
              aria-label={t('admin.policy.rungAt', { n: i + 1 })}
              value={moment.when}
              data={(['share', 'breach', 'after'] as const).map((w) => ({ value: w, label: t(`admin.policy.when.${w}`) }))}
              onChange={(w) => w && w !== moment.when && put(i, { at: atOf(w === 'share' ? { when: w, percent: 80 } : w === 'breach' ? { when: w } : { when: 'after', duration: 'PT15H' }) })}
            />
            </span>
            <Select aria-label={t('admin.policy.rungTo', { n: i + 1 })} value={r.to} data={recipients.map((v) => ({ value: v, label: t(`recipient.${v}`) }))} onChange={(v) => v && put(i, { to: v as Schemas['Recipient'] })} />
            <Switch label={t('admin.policy.reassign')} checked={r.reassign} onChange={(e) => put(i, { reassign: e.currentTarget.checked })} />
            <Button variant="subtle" color="red" style={{ justifySelf: 'end' }} aria-label={t('admin.policy.removeRung', { n: i + 1 })} onClick={() => onChange(rungs.filter((_, k) => k !== i))}>
              {t('act.delete')}
            </Button>
          </div>
        );
      })}
      <Button variant="default" onClick={() => onChange([...rungs, { at: '80%', to: 'supervisor', reassign: false, clocks: null }])} style={{ justifySelf: 'start' }}>
        {t('admin.policy.addRung')}
      </Button>
    </fieldset>
  );
}

/** What these promises would have made of the tickets of the last months; nothing is changed by it. */
function Simulation({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const names = useNames();
  const from = new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10);
  const run = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/sla-policies/simulation', {
          body: {
            from,
            groupBy: 'directorate',
            policies: [{ code: policy.code || 'baru', targets: policy.targets, priority: policy.priority, topic: policy.topic, directorate: policy.directorate, platform: policy.platform, sp4nClass: policy.sp4nClass }],
          } as never,
        }),
      ),
  });
  const row = (name: string, x: Schemas['WasAndWould']) => (
    <tr key={name}>
      <td>{name}</td>
      <td className="num">{number(x.was.resolvedInTime)}</td>
      <td className="num">{number(x.would.resolvedInTime)}</td>
      <td className="num">{number(x.was.resolvedLate)}</td>
      <td className="num">{number(x.would.resolvedLate)}</td>
    </tr>
  );
  return (
    <fieldset className="rule">
      <legend>{t('admin.policy.simulate')}</legend>
      <p className="soft">{t('admin.policy.simulateHint')}</p>
      <Button variant="default" loading={run.isPending} onClick={() => run.mutate()} style={{ justifySelf: 'start' }}>
        {t('admin.policy.run')}
      </Button>
      {run.isError && (
        <Alert color="red" role="alert" title={told(run.error).title}>
          {told(run.error).detail}
        </Alert>
      )}
      {run.data && (
        <div role="status">
          {run.data.tickets === 0 ? (
            <span className="soft">{t('admin.policy.nothingToReplay')}</span>
          ) : (
            <div className="scroll" tabIndex={0} role="group" aria-label={t('admin.policy.simulate')} style={{ overflowX: 'auto' }}>
              <p>{t('admin.policy.replayed', { count: run.data.tickets, n: number(run.data.tickets) })}</p>
              <Table heads={[t('ticket.unit'), { num: t('admin.policy.inTimeWas') }, { num: t('admin.policy.inTimeWould') }, { num: t('admin.policy.lateWas') }, { num: t('admin.policy.lateWould') }]}>
                {run.data.groups.map((g) => row(names.directorate(g.would.key.directorate ?? null), g))}
                {row(t('admin.policy.total'), run.data.total)}
              </Table>
            </div>
          )}
        </div>
      )}
    </fieldset>
  );
}
