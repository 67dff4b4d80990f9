import { Alert, Button, NumberInput, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { Failed, Rows } from '../shell/states';
import { day, number } from '../text/time';
import { isOvertaken, Overtaken, useChange } from './parts';

type Rules = Schemas['ShownRetention'];

/** How long words and names are kept. */
export function Retention() {
  const { t } = useTranslation();
  const rules = useQuery({ queryKey: ['retention'], queryFn: () => ask(api.GET('/api/v1/retention')) });
  // Null while nothing is changed here: what somebody else saved takes nothing away from whoever is changing it.
  const [draft, setDraft] = useState<Rules | null>(null);
  const edited = draft ?? rules.data;
  const save = useChange(
    (r: Rules) => ask(api.PUT('/api/v1/retention', { body: { closedMonths: r.closedMonths, removedDays: r.removedDays, deliveryDays: r.deliveryDays, version: r.version } })),
    ['retention', 'audit'],
    () => setDraft(null),
  );
  const set = (changes: Partial<Rules>) => setDraft({ ...edited!, ...changes });
  const changed = !!edited && !!rules.data && (['closedMonths', 'removedDays', 'deliveryDays'] as const).some((k) => edited[k] !== rules.data[k]);
  const sooner = changed && edited!.closedMonths !== null && (rules.data!.closedMonths === null || edited!.closedMonths < rules.data!.closedMonths!);
  return (
    <section className="box">
      <header>
        <div className="grow">
          <h2>{t('admin.page.simpan')}</h2>
          <span className="soft">{t('admin.retention.hint')}</span>
        </div>
      </header>
      {rules.isPending ? (
        <Rows count={3} height={64} />
      ) : rules.isError ? (
        <Failed error={rules.error} again={() => void rules.refetch()} />
      ) : (
        edited && (
          <form
            className="stack"
            style={{ padding: '0.875rem' }}
            onSubmit={(e) => {
              e.preventDefault();
              save.mutate(edited);
            }}
          >
            <fieldset className="rule">
              <legend>{t('admin.retention.closed')}</legend>
              <Switch label={t('admin.retention.closedOn')} checked={edited.closedMonths !== null} onChange={(e) => set({ closedMonths: e.currentTarget.checked ? (rules.data!.closedMonths ?? 24) : null })} />
              {edited.closedMonths !== null && <NumberInput label={t('admin.retention.months')} value={edited.closedMonths} onChange={(v) => set({ closedMonths: Number(v) || 0 })} min={3} max={120} allowDecimal={false} w={240} required />}
              <p className="soft">{t('admin.retention.closedDetail')}</p>
            </fieldset>
            <fieldset className="rule">
              <legend>{t('admin.retention.removed')}</legend>
              <NumberInput label={t('admin.retention.days')} value={edited.removedDays} onChange={(v) => set({ removedDays: Number(v) || 0 })} min={0} max={30} allowDecimal={false} w={240} required />
              <p className="soft">{t('admin.retention.removedDetail')}</p>
            </fieldset>
            <fieldset className="rule">
              <legend>{t('admin.retention.deliveries')}</legend>
              <Switch label={t('admin.retention.deliveriesOn')} checked={edited.deliveryDays !== null} onChange={(e) => set({ deliveryDays: e.currentTarget.checked ? (rules.data!.deliveryDays ?? 90) : null })} />
              {edited.deliveryDays !== null && <NumberInput label={t('admin.retention.days')} value={edited.deliveryDays} onChange={(v) => set({ deliveryDays: Number(v) || 0 })} min={7} max={730} allowDecimal={false} w={240} required />}
              <p className="soft">{t('admin.retention.deliveriesDetail')}</p>
            </fieldset>
            <Overtaken
              mine={edited}
              latest={rules.data}
              says={[
                [t('admin.retention.closed'), (r) => (r.closedMonths === null ? null : `${t('admin.retention.months')}: ${number(r.closedMonths)}`)],
                [t('admin.retention.removed'), (r) => `${t('admin.retention.days')}: ${number(r.removedDays)}`],
                [t('admin.retention.deliveries'), (r) => (r.deliveryDays === null ? null : `${t('admin.retention.days')}: ${number(r.deliveryDays)}`)],
              ]}
              onTake={() => setDraft(null)}
              onKeep={(version) => set({ version })}
            />
            {sooner && <Alert color="yellow">{t('admin.retention.sooner')}</Alert>}
            <div className="row wrap">
              <span className="soft grow" role="status">
                {rules.data.keptOn ? t('admin.retention.keptOn', { date: day(`${rules.data.keptOn}T00:00:00`) }) : t('admin.retention.neverKept')} · {t('admin.retention.due', { count: rules.data.ticketsDue, n: number(rules.data.ticketsDue) })}
              </span>
              <Button variant="subtle" disabled={!changed} onClick={() => setDraft(null)}>
                {t('act.cancel')}
              </Button>
              <Button type="submit" loading={save.isPending} disabled={!changed || isOvertaken(edited, rules.data)}>
                {t('act.save')}
              </Button>
            </div>
          </form>
        )
      )}
    </section>
  );
}
