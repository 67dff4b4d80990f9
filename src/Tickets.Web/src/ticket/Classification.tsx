import { Alert, Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type FocusEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told } from '../api/client';
import { useNames, useRegions, useTopics } from '../api/names';
import { moment } from '../text/time';
import { backFrom, differing, standing, type Classified } from './classifying';
import type { TicketBody } from './Ticket';

// Whoever comes with a key types over what stands there.
const whole = (e: FocusEvent<HTMLInputElement>) => e.currentTarget.select();
const classes = ['normative', 'non-supervisory', 'supervisory'] as const;

export const classify = (number: string, version: number, body: Partial<Classified>, reason?: string) =>
  ask(api.POST('/api/v1/tickets/{number}/classification', { params: { path: { number } }, body: { ...body, reason: reason?.trim() || undefined, version } as never }));

type Props = { ticket: TicketBody; opened: boolean; onClose: () => void; onDone: (body: unknown, back: Partial<Classified> | null, transferTo?: string) => void; onFailed: (error: unknown) => void };

/** A topic, region, priority or class that was read wrongly: what putting it right does to the promises, before it is done. */
export function Classification({ ticket, opened, onClose, onDone, onFailed }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const topics = useTopics().data ?? [];
  const regions = useRegions(opened).data;
  const [now, setNow] = useState(() => standing(ticket));
  const [reason, setReason] = useState('');
  useEffect(() => {
    if (!opened) return;
    setNow(standing(ticket));
    setReason('');
  }, [opened]); // eslint-disable-line
  const changed = differing(standing(ticket), now);
  const differs = Object.keys(changed).length > 0;
  const effect = useQuery({
    queryKey: ['classification', ticket.number, ticket.version, changed],
    queryFn: () => ask(api.POST('/api/v1/tickets/{number}/classification/preview', { params: { path: { number: ticket.number } }, body: { ...changed, version: ticket.version } as never })),
    enabled: opened && differs,
    retry: false,
  });
  const save = useMutation({
    mutationFn: (_: string | undefined) => classify(ticket.number, ticket.version, changed, reason),
    onSuccess: (body, transferTo) => {
      onClose();
      onDone(body, backFrom(ticket, changed), transferTo);
    },
    onError: onFailed,
  });
  const ofRegion = useMemo(() => regions?.map((r) => ({ value: r.code, label: r.title })) ?? (ticket.region ? [{ value: ticket.region, label: ticket.regionName ?? ticket.region }] : []), [regions, ticket.region, ticket.regionName]);
  const would = differs ? effect.data : undefined;
  const elsewhere = would && would.directorate !== ticket.directorate ? would.directorate : null;
  return (
    <Modal opened={opened} onClose={onClose} title={t('ticket.classify')} closeButtonProps={{ 'aria-label': t('act.close') }} size="lg">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (would) save.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <div className="two">
            <Select label={t('inbox.topic')} searchable onFocus={whole} value={now.topic} data={topics.map((x) => ({ value: x.code, label: names.topic(x.code) }))} onChange={(topic) => topic && setNow({ ...now, topic })} data-autofocus />
            <Select label={t('ticket.region')} searchable onFocus={whole} clearable limit={30} placeholder={t('assess.noPlace')} value={now.region || null} data={ofRegion} onChange={(region) => setNow({ ...now, region: region ?? '' })} />
          </div>
          <div className="two">
            <Select label={t('assess.priority')} value={now.priority} data={(['normal', 'urgent'] as const).map((p) => ({ value: p, label: t(`priority.${p}`) }))} onChange={(priority) => priority && setNow({ ...now, priority: priority as Classified['priority'] })} />
            <Select
              label={t('ticket.sp4n')}
              description={ticket.sp4nClass === null && now.sp4nClass ? t('ticket.sp4nHint') : undefined}
              placeholder={t('ticket.sp4nNone')}
              clearable={ticket.sp4nClass === null}
              value={now.sp4nClass}
              data={classes.map((c) => ({ value: c, label: t(`sp4n.${c}`) }))}
              onChange={(sp4nClass) => setNow({ ...now, sp4nClass: sp4nClass as Classified['sp4nClass'] })}
            />
          </div>
          <TextInput label={t('ticket.reason')} description={t('ticket.classifyWhy')} value={reason} onChange={(e) => setReason(e.currentTarget.value)} maxLength={500} />
          <div role="status" className="soft">
            <b>{t('ticket.effect')}</b>
            {!differs ? (
              <p>{t('ticket.nothingYet')}</p>
            ) : effect.isError ? (
              <Alert color="red" title={told(effect.error).title}>
                {told(effect.error).detail}
              </Alert>
            ) : would ? (
              <ul style={{ margin: '0.25rem 0 0', paddingLeft: '1.125rem' }}>
                <li>{would.policy === would.wasPolicy ? t('ticket.policyStays', { name: would.policy }) : t('ticket.policyThen', { was: would.wasPolicy, name: would.policy })}</li>
                {would.clocks.map((c) => (
                  <li key={c.kind}>{t(c.pausedSince ? 'ticket.effectPaused' : c.dueAt === c.wasDueAt ? 'ticket.effectStays' : 'ticket.effectMoves', { clock: t(`clock.${c.kind}`), at: moment(c.dueAt), was: moment(c.wasDueAt) })}</li>
                ))}
                <li>{elsewhere ? t('ticket.unitThen', { unit: names.directorate(elsewhere), here: names.directorate(ticket.directorate) }) : t('ticket.unitStays', { here: names.directorate(ticket.directorate) })}</li>
                {would.citizenIsTold && <li>{t('ticket.citizenIsTold')}</li>}
              </ul>
            ) : (
              <p>…</p>
            )}
          </div>
          <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
            <Button type="button" variant="subtle" onClick={onClose}>
              {t('act.cancel')}
            </Button>
            {elsewhere && (
              <Button type="button" variant="default" loading={save.isPending} onClick={() => save.mutate(elsewhere)}>
                {t('ticket.classifyAndTransfer')}
              </Button>
            )}
            <Button type="submit" loading={save.isPending} disabled={!would}>
              {t('act.save')}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}
