import { Button, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useDirectorates, useOfficers } from '../api/names';
import { LinkDialog } from '../inbox/decisions';
import { moment } from '../text/time';
import type { TicketBody } from './Ticket';

export type DialogName = 'assign' | 'transfer' | 'refer' | 'merge' | 'invalidate' | 'close' | 'reopen';
type Props = { ticket: TicketBody; clocks: Schemas['ExplainedClock'][]; name: DialogName | null; to: string | null; onClose: () => void; onDone: (body: unknown) => void; onFailed: (error: unknown) => void };

/** The verbs that need a word more than a click. */
export function Dialogs({ ticket, clocks, name, to, onClose, onDone, onFailed }: Props) {
  const { t } = useTranslation();
  const units = useDirectorates().data ?? [];
  const officers = (useOfficers().data ?? []).filter((o) => o.directorate === ticket.directorate);
  const [choice, setChoice] = useState<string | null>(null);
  const [words, setWords] = useState('');
  useEffect(() => {
    setChoice(name === 'assign' ? ticket.officer : name === 'transfer' ? to : null);
    setWords('');
  }, [name]); // eslint-disable-line

  const act = useMutation({
    mutationFn: (into?: string): Promise<unknown> => {
      const path = { params: { path: { number: ticket.number } } };
      const version = ticket.version;
      switch (name) {
        case 'assign':
          return ask(api.POST('/api/v1/tickets/{number}/assignment', { ...path, body: { officer: choice === '-' ? null : choice, version } }));
        case 'transfer':
          return ask(api.POST('/api/v1/tickets/{number}/transfer', { ...path, body: { directorate: choice ?? '', instruction: words, version } }));
        case 'refer':
          return ask(api.POST('/api/v1/tickets/{number}/referral', { ...path, body: { agency: choice ?? '', reason: words, version } }));
        case 'merge':
          return ask(api.POST('/api/v1/tickets/{number}/merge', { ...path, body: { into: into ?? '', version } }));
        case 'invalidate':
          return ask(api.POST('/api/v1/tickets/{number}/invalidation', { ...path, body: { reason: words, version } }));
        case 'close':
          return ask(api.POST('/api/v1/tickets/{number}/closure', { ...path, body: { version } }));
        default:
          return ask(api.POST('/api/v1/tickets/{number}/reopening', { ...path, body: { reason: words, version } }));
      }
    },
    onSuccess: (body) => {
      onClose();
      onDone(body);
    },
    onError: onFailed,
  });

  if (name === 'merge') return <LinkDialog opened onClose={onClose} onLink={(into) => act.mutate(into)} title={t('ticket.merge')} />;
  const needsWords = name === 'transfer' || name === 'refer' || name === 'invalidate' || name === 'reopen';
  const ready = (name !== 'transfer' && name !== 'refer' && name !== 'assign' ? true : !!choice?.trim()) && (!needsWords || !!words.trim());
  const running = clocks.filter((c) => !c.metAt && !c.stoppedAt);
  return (
    <Modal opened={name !== null} onClose={onClose} title={name ? t(`ticket.${name}`) : ''} closeButtonProps={{ 'aria-label': t('act.close') }}>
      {name && (
        <form
          onSubmit={(e) => {
            e.preventDefault();
            if (ready) act.mutate(undefined);
          }}
        >
          <Stack gap="sm">
            {name === 'assign' && (
              <Select label={t('queue.officer')} searchable value={choice ?? '-'} data={[{ value: '-', label: t('ticket.toQueue') }, ...officers.map((o) => ({ value: o.login, label: `${o.name} · ${t('team.openWork', { count: o.openWork })}${o.onDuty ? '' : ` · ${t('team.offDuty')}`}` }))]} onChange={setChoice} data-autofocus />
            )}
            {name === 'transfer' && (
              <>
                <Select label={t('ticket.toUnit')} searchable required value={choice} data={units.filter((u) => u.active && u.code !== ticket.directorate).map((u) => ({ value: u.code, label: u.name }))} onChange={setChoice} data-autofocus />
                <Textarea label={t('ticket.instruction')} description={t('ticket.instructionHint')} required value={words} onChange={(e) => setWords(e.currentTarget.value)} maxLength={2000} />
                <div className="soft">
                  <b>{t('ticket.effect')}</b>
                  <ul style={{ margin: '0.25rem 0 0', paddingLeft: '1.125rem' }}>
                    {running.map((c) => (
                      <li key={c.kind}>{t(c.kind === 'Custody' ? 'ticket.effectCustody' : c.pausedSince ? 'ticket.effectResumes' : 'ticket.effectStays', { clock: t(`clock.${c.kind}`), at: moment(c.dueAt) })}</li>
                    ))}
                  </ul>
                </div>
              </>
            )}
            {name === 'refer' && (
              <>
                <TextInput label={t('ticket.toAgency')} placeholder="SP4N-LAPOR!, BPJS Kesehatan, Dinas Sosial …" required value={choice ?? ''} onChange={(e) => setChoice(e.currentTarget.value)} maxLength={200} data-autofocus />
                <Textarea label={t('ticket.referReason')} description={t('ticket.referHint')} required value={words} onChange={(e) => setWords(e.currentTarget.value)} maxLength={1000} />
              </>
            )}
            {(name === 'invalidate' || name === 'reopen') && <Textarea label={t('ticket.reason')} description={name === 'reopen' ? t('ticket.reopenHint') : undefined} required value={words} onChange={(e) => setWords(e.currentTarget.value)} maxLength={1000} data-autofocus />}
            {name === 'close' && <p>{t('ticket.closeHint')}</p>}
            <div className="row" style={{ justifyContent: 'flex-end' }}>
              <Button type="button" variant="subtle" onClick={onClose}>
                {t('act.cancel')}
              </Button>
              <Button type="submit" loading={act.isPending} disabled={!ready}>
                {t(`ticket.${name}`)}
              </Button>
            </div>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
