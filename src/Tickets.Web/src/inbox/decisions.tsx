import { Button, Kbd, Modal, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { moment, number } from '../text/time';
import { Stage } from '../ticket/words';
import { reasons, type Reason } from './reasons';

export type DecisionName = 'dismiss' | 'link' | 'rest' | 'replyAll';
type Dialog = { opened: boolean; onClose: () => void };

type Props = {
  dialog: DecisionName | null;
  onClose: () => void;
  onReason: (reason: Reason) => void;
  onUntil: (until: string) => void;
  onLink: (ticket: string) => void;
  onReply: (text: string, isPublic: boolean) => void;
  count: number;
};

/** What asks before something is decided. */
export default function Decisions({ dialog, onClose, onReason, onUntil, onLink, onReply, count }: Props) {
  return (
    <>
      <DismissMenu opened={dialog === 'dismiss'} onClose={onClose} onReason={onReason} count={count} />
      <RestMenu opened={dialog === 'rest'} onClose={onClose} onUntil={onUntil} />
      <LinkDialog opened={dialog === 'link'} onClose={onClose} onLink={onLink} />
      <ReplyToAll opened={dialog === 'replyAll'} onClose={onClose} count={count} onReply={onReply} />
    </>
  );
}

/** Why it needs no ticket: one key each. */
export function DismissMenu({ opened, onClose, onReason, count }: Dialog & { onReason: (reason: Reason) => void; count: number }) {
  const { t } = useTranslation();
  useEffect(() => {
    if (!opened) return;
    const listen = (e: KeyboardEvent) => {
      const reason = reasons[Number(e.key) - 1];
      if (reason && !e.defaultPrevented) {
        e.preventDefault();
        onReason(reason);
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [opened, onReason]);
  return (
    <Modal opened={opened} onClose={onClose} title={count > 1 ? t('dismissal.titleMany', { count }) : t('dismissal.title')} size="sm" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <Stack gap={6}>
        {reasons.map((r, i) => (
          <Button key={r} variant="default" size="sm" justify="space-between" rightSection={<Kbd>{i + 1}</Kbd>} onClick={() => onReason(r)} data-autofocus={i === 0 || undefined}>
            {t(`dismissal.${r}`)}
          </Button>
        ))}
      </Stack>
    </Modal>
  );
}

/** Until when it rests. */
export function RestMenu({ opened, onClose, onUntil }: Dialog & { onUntil: (until: string) => void }) {
  const { t } = useTranslation();
  const now = new Date();
  const at = (days: number, hour: number) => {
    const d = new Date(now);
    d.setDate(d.getDate() + days);
    d.setHours(hour, 0, 0, 0);
    return d;
  };
  const monday = ((8 - now.getDay()) % 7) || 7;
  const choices: [string, Date][] = [
    ['hour', new Date(now.getTime() + 3_600_000)],
    ['threeHours', new Date(now.getTime() + 3 * 3_600_000)],
    ['tomorrow', at(1, 8)],
    ['monday', at(monday, 8)],
  ];
  return (
    <Modal opened={opened} onClose={onClose} title={t('rest.title')} size="sm" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <Stack gap={6}>
        {choices.map(([word, until], i) => (
          <Button key={word} variant="default" size="sm" justify="space-between" rightSection={<span className="soft">{moment(until.toISOString(), false)}</span>} onClick={() => onUntil(until.toISOString())} data-autofocus={i === 0 || undefined}>
            {t(`rest.${word}`)}
          </Button>
        ))}
        <p className="soft">{t('rest.hint')}</p>
      </Stack>
    </Modal>
  );
}

/** To a ticket that runs, found by number or words. */
export function LinkDialog({ opened, onClose, onLink, title }: Dialog & { onLink: (ticket: string) => void; title?: string }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [sought] = useDebouncedValue(words.trim(), 200);
  const found = useQuery({
    queryKey: ['tickets', 'link', sought],
    queryFn: () => ask(api.GET('/api/v1/tickets', { params: { query: { q: sought, status: 'new,assigned,inprogress,waitingoncitizen,resolved', limit: 10 } } })),
    enabled: opened && sought.length >= 3,
  });
  return (
    <Modal opened={opened} onClose={onClose} title={title ?? t('link.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <Stack gap={8}>
        <TextInput label={t('link.find')} placeholder="KMS-2026-000123" value={words} onChange={(e) => setWords(e.currentTarget.value)} maxLength={100} data-autofocus />
        {(found.data?.items ?? []).map((x) => (
          <Button key={x.number} variant="default" size="sm" h="auto" py={6} justify="flex-start" onClick={() => onLink(x.number)} styles={{ label: { display: 'grid', textAlign: 'left', whiteSpace: 'normal' } }}>
            <span className="row">
              <b>{x.number}</b> <Stage status={x.status} />
            </span>
            <span className="soft" style={{ fontWeight: 400 }}>
              {x.subject}
            </span>
          </Button>
        ))}
        {found.isSuccess && found.data.items.length === 0 && <p className="soft">{t('link.none')}</p>}
      </Stack>
    </Modal>
  );
}

/** The same words to many. */
export function ReplyToAll({ opened, onClose, count, onReply }: Dialog & { count: number; onReply: (text: string, isPublic: boolean) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [way, setWay] = useState('public');
  return (
    <Modal opened={opened} onClose={onClose} title={t('replyAll.title', { count })} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <Stack gap={8}>
        <p className="soft">{t('replyAll.hint', { count })}</p>
        <Textarea label={t('replyAll.text')} value={text} onChange={(e) => setText(e.currentTarget.value)} maxRows={10} maxLength={2000} data-autofocus />
        <div className="row wrap" style={{ justifyContent: 'space-between' }}>
          <SegmentedControl size="xs" value={way} onChange={setWay} data={[{ value: 'public', label: t('words.public') }, { value: 'private', label: t('words.private') }]} />
          <span className="count-ok">{number(text.length)}</span>
          <Button
            disabled={!text.trim()}
            onClick={() => {
              onReply(text.trim(), way === 'public');
              setText('');
            }}
          >
            {t('replyAll.send', { count })}
          </Button>
        </div>
      </Stack>
    </Modal>
  );
}
