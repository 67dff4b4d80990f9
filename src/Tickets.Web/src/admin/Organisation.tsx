import { Badge, Button, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useDirectorates, useNames, useRegions, useTopics } from '../api/names';
import { Form, isOvertaken, Overtaken, Section, Table, useChange } from './parts';

type Unit = Omit<Schemas['ListedDirectorate'], 'version'> & { version?: number; isNew?: boolean };
type Topic = Omit<Schemas['ListedTopic'], 'version'> & { version?: number; isNew?: boolean };
type Rule = Omit<Schemas['ListedRoutingRule'], 'id' | 'version'> & { id: number | null; version?: number };

/** Units that solve tickets, and what tickets can be about. */
export function Organisation() {
  const { t } = useTranslation();
  const units = useDirectorates();
  const topics = useTopics();
  const [unit, setUnit] = useState<Unit | null>(null);
  const [topic, setTopic] = useState<Topic | null>(null);
  const saveUnit = useChange(
    (u: Unit) => {
      const body = { code: u.code, name: u.name, belongsTo: u.belongsTo, believed: u.believed, active: u.active, version: u.version } as never;
      return u.isNew ? ask(api.POST('/api/v1/directorates', { body })) : ask(api.PUT('/api/v1/directorates/{code}', { params: { path: { code: u.code } }, body }));
    },
    ['directorates'],
    () => setUnit(null),
  );
  const saveTopic = useChange(
    (x: Topic) => {
      const body = { code: x.code, name: x.name, nameEn: x.nameEn, version: x.version } as never;
      return x.isNew ? ask(api.POST('/api/v1/topics', { body })) : ask(api.PUT('/api/v1/topics/{code}', { params: { path: { code: x.code } }, body }));
    },
    ['topics'],
    () => setTopic(null),
  );
  const yes = (on: boolean) => t(on ? 'admin.yes' : 'admin.no');
  const latestUnit = units.data?.find((u) => u.code === unit?.code);
  const latestTopic = topics.data?.find((x) => x.code === topic?.code);
  return (
    <>
      <Section title={t('admin.units')} query={units} action={<Button onClick={() => setUnit({ code: '', name: '', belongsTo: null, believed: false, active: true, isNew: true } as Unit)}>{t('admin.add')}</Button>}>
        {(items) => (
          <Table heads={[t('admin.code'), t('admin.name'), t('admin.belongsTo'), '']}>
            {items.map((u) => (
              <tr key={u.code}>
                <td>
                  <button type="button" className="link" onClick={() => setUnit(u)}>
                    {u.code}
                  </button>
                </td>
                <td>{u.name}</td>
                <td>{u.belongsTo ?? '–'}</td>
                <td>
                  {!u.active && <Badge color="gray">{t('admin.inactive')}</Badge>} {u.believed && <Badge color="yellow">{t('admin.believed')}</Badge>}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Section title={t('admin.topics')} query={topics} action={<Button onClick={() => setTopic({ code: '', name: '', nameEn: '', isNew: true })}>{t('admin.add')}</Button>}>
        {(items) => (
          <Table heads={[t('admin.code'), t('admin.name'), t('admin.nameEn')]}>
            {items.map((x) => (
              <tr key={x.code}>
                <td>
                  <button type="button" className="link" onClick={() => setTopic(x)}>
                    {x.code}
                  </button>
                </td>
                <td>{x.name}</td>
                <td>{x.nameEn}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={unit?.name || t('admin.units')} opened={!!unit} onClose={() => setUnit(null)} onSubmit={() => unit && saveUnit.mutate(unit)} busy={saveUnit.isPending} ready={!!unit?.code && !!unit.name && !isOvertaken(unit, latestUnit)}>
        {unit && (
          <>
            <Overtaken
              mine={unit}
              latest={latestUnit}
              says={[
                [t('admin.name'), (u) => u.name],
                [t('admin.belongsTo'), (u) => u.belongsTo],
                [t('admin.activeUnit'), (u) => yes(u.active)],
                [t('admin.believedLong'), (u) => yes(u.believed)],
              ]}
              onTake={setUnit}
              onKeep={(version) => setUnit({ ...unit, version })}
            />
            <TextInput label={t('admin.code')} value={unit.code} disabled={!unit.isNew} onChange={(e) => setUnit({ ...unit, code: e.currentTarget.value.toUpperCase() })} maxLength={32} required />
            <TextInput label={t('admin.name')} value={unit.name} onChange={(e) => setUnit({ ...unit, name: e.currentTarget.value })} maxLength={200} required />
            <TextInput label={t('admin.belongsTo')} value={unit.belongsTo ?? ''} onChange={(e) => setUnit({ ...unit, belongsTo: e.currentTarget.value || null })} maxLength={200} />
            <Switch label={t('admin.activeUnit')} checked={unit.active} onChange={(e) => setUnit({ ...unit, active: e.currentTarget.checked })} />
            <Switch label={t('admin.believedLong')} checked={unit.believed} onChange={(e) => setUnit({ ...unit, believed: e.currentTarget.checked })} />
          </>
        )}
      </Form>
      <Form title={topic?.name || t('admin.topics')} opened={!!topic} onClose={() => setTopic(null)} onSubmit={() => topic && saveTopic.mutate(topic)} busy={saveTopic.isPending} ready={!!topic?.code && !!topic.name && !!topic.nameEn && !isOvertaken(topic, latestTopic)}>
        {topic && (
          <>
            <Overtaken
              mine={topic}
              latest={latestTopic}
              says={[
                [t('admin.name'), (x) => x.name],
                [t('admin.nameEn'), (x) => x.nameEn],
              ]}
              onTake={setTopic}
              onKeep={(version) => setTopic({ ...topic, version })}
            />
            <TextInput label={t('admin.code')} value={topic.code} disabled={!topic.isNew} onChange={(e) => setTopic({ ...topic, code: e.currentTarget.value.toLowerCase() })} maxLength={64} required />
            <TextInput label={t('admin.name')} value={topic.name} onChange={(e) => setTopic({ ...topic, name: e.currentTarget.value })} maxLength={200} required />
            <TextInput label={t('admin.nameEn')} value={topic.nameEn} onChange={(e) => setTopic({ ...topic, nameEn: e.currentTarget.value })} maxLength={200} required />
          </>
        )}
      </Form>
    </>
  );
}

/** Which directorate gets what; and a sentence to try it on. */
export function Routing() {
  const { t } = useTranslation();
  const names = useNames();
  const units = useDirectorates().data ?? [];
  const topics = useTopics().data ?? [];
  const rules = useQuery({ queryKey: ['routing-rules'], queryFn: async () => (await ask(api.GET('/api/v1/routing-rules'))).items });
  const [rule, setRule] = useState<Rule | null>(null);
  const [sentence, setSentence] = useState('');
  // Null: of whichever region the words speak.
  const [place, setPlace] = useState<string | null>(null);
  const save = useChange(
    (r: Rule) => {
      const body = { order: r.order, topic: r.topic, region: r.region, directorate: r.directorate, note: r.note, version: r.version } as never;
      return r.id === null ? ask(api.POST('/api/v1/routing-rules', { body })) : ask(api.PUT('/api/v1/routing-rules/{id}', { params: { path: { id: r.id } }, body }));
    },
    ['routing-rules'],
    () => setRule(null),
  );
  const remove = useChange(
    (r: Rule) => ask(api.DELETE('/api/v1/routing-rules/{id}', { params: { path: { id: r.id! }, header: { 'If-Match': `"${r.version}"` } } })),
    ['routing-rules'],
    () => setRule(null),
  );
  const tried = useQuery({
    queryKey: ['routing-rules', 'trial', sentence, place],
    queryFn: () => ask(api.POST('/api/v1/routing-rules/trial', { body: { text: sentence, region: place } as never })),
    enabled: sentence.trim().length > 3,
  });
  const regions = useRegions().data;
  const regionName = (code: string) => regions?.find((r) => r.code === code)?.title ?? code;
  const ofRegion = useMemo(() => (regions ?? []).map((r) => ({ value: r.code, label: r.title })), [regions]);
  const hit = rules.data?.find((r) => r.id === tried.data?.rule);
  const latest = rules.data?.find((r) => r.id === rule?.id);
  return (
    <>
      <section className="box">
        <header>
          <h2>{t('admin.routing.try')}</h2>
        </header>
        <div className="stack" style={{ padding: '0.875rem' }}>
          <Textarea aria-label={t('admin.routing.try')} placeholder={t('admin.try.placeholder')} minRows={2} value={sentence} onChange={(e) => setSentence(e.currentTarget.value)} maxLength={4000} />
          <Select
            label={t('admin.routing.tryRegion')}
            searchable
            clearable
            limit={60}
            maw={360}
            placeholder={t('admin.routing.fromWords')}
            value={place}
            data={[{ value: '', label: t('admin.routing.noRegion') }, ...ofRegion]}
            onChange={setPlace}
          />
          {tried.data && (
            <p role="status">
              {names.topic(tried.data.topic)} ({Math.round(tried.data.topicConfidence * 100)} %) · {tried.data.regionName ?? t('admin.routing.noRegion')} → <b>{names.directorate(tried.data.directorate)}</b> · {hit ? t('admin.routing.byRule', { order: hit.order }) : t('admin.routing.fallback')}
            </p>
          )}
        </div>
      </section>
      <Section title={t('admin.page.rute')} hint={t('admin.routing.hint')} query={rules} action={<Button onClick={() => setRule({ id: null, order: 100, topic: null, region: null, directorate: '', note: null })}>{t('admin.add')}</Button>}>
        {(items) => (
          <Table heads={[t('admin.routing.order'), t('inbox.topic'), t('admin.routing.region'), t('ticket.unit'), t('admin.note')]}>
            {items.map((r) => (
              <tr key={r.id} data-on={hit?.id === r.id || undefined}>
                <td>
                  <button type="button" className="link nums" onClick={() => setRule(r)}>
                    {r.order}
                  </button>
                </td>
                <td>{r.topic ? names.topic(r.topic) : t('admin.routing.any')}</td>
                <td>{r.region ? regionName(r.region) : t('admin.routing.any')}</td>
                <td>{names.directorate(r.directorate)}</td>
                <td className="soft">{r.note ?? ''}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={t('admin.page.rute')} opened={!!rule} onClose={() => setRule(null)} onSubmit={() => rule && save.mutate(rule)} busy={save.isPending} ready={!!rule?.directorate && !isOvertaken(rule, latest)}>
        {rule && (
          <>
            <Overtaken
              mine={rule}
              latest={latest}
              says={[
                [t('admin.routing.order'), (r) => String(r.order)],
                [t('inbox.topic'), (r) => r.topic && names.topic(r.topic)],
                [t('admin.routing.region'), (r) => r.region && regionName(r.region)],
                [t('ticket.unit'), (r) => names.directorate(r.directorate)],
                [t('admin.note'), (r) => r.note],
              ]}
              onTake={setRule}
              onKeep={(version) => setRule({ ...rule, version })}
            />
            <NumberInput label={t('admin.routing.order')} description={t('admin.routing.orderHint')} value={rule.order} min={0} max={100000} onChange={(v) => setRule({ ...rule, order: Number(v) || 0 })} required />
            <Select label={t('inbox.topic')} clearable searchable value={rule.topic} placeholder={t('admin.routing.any')} data={topics.map((x) => ({ value: x.code, label: names.topic(x.code) }))} onChange={(v) => setRule({ ...rule, topic: v })} />
            <Select label={t('admin.routing.region')} clearable searchable limit={60} value={rule.region} placeholder={t('admin.routing.any')} data={ofRegion} onChange={(v) => setRule({ ...rule, region: v })} />
            <Select label={t('ticket.unit')} searchable value={rule.directorate || null} data={units.filter((u) => u.active).map((u) => ({ value: u.code, label: u.name }))} onChange={(v) => setRule({ ...rule, directorate: v ?? '' })} required />
            <Textarea label={t('admin.note')} value={rule.note ?? ''} onChange={(e) => setRule({ ...rule, note: e.currentTarget.value || null })} maxLength={1000} />
            {rule.id !== null && (
              <Button color="red" variant="light" loading={remove.isPending} onClick={() => remove.mutate(rule)}>
                {t('admin.routing.remove')}
              </Button>
            )}
          </>
        )}
      </Form>
    </>
  );
}
