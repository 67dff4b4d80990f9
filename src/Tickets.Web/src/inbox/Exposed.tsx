import { Button, Modal, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconEyeOff, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';

/** A public comment that shows somebody's number: hide it on its platform, ask its writer to delete it. */
export function Exposed({ conversation, message, request }: { conversation: number; message: Schemas['MessageView']; request: string | null }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [words, setWords] = useState<string | null>(null);
  const again = () => void queries.invalidateQueries({ queryKey: ['conversation', String(conversation)] });
  const hide = useMutation({ mutationFn: () => ask(api.POST('/api/v1/inbox/{id}/hidings', { params: { path: { id: conversation } }, body: { message: message.id } })), onSuccess: again });
  const askFor = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/inbox/{id}/deletion-requests', { params: { path: { id: conversation } }, body: { message: message.id, text: words } })),
    onSuccess: () => {
      setWords(null);
      void queries.invalidateQueries({ queryKey: ['inbox', 'advice', conversation] });
    },
  });
  if (!message.exposes && !message.hiding) return null;
  const underWay = message.hiding === 'Pending' || message.hiding === 'Sending';
  const failed = message.hiding === 'Failed' || message.hiding === 'Blocked';
  return (
    <div className="banner" data-kind={message.exposes ? undefined : 'calm'} role="status" style={{ marginTop: '0.375rem' }}>
      <span className="row grow" style={{ gap: '0.3rem' }}>
        <IconAlertTriangle size={15} aria-hidden />
        {t(message.exposes ? (underWay ? 'exposed.hiding' : failed ? 'exposed.failed' : 'exposed.shown') : 'exposed.hidden')}
      </span>
      {message.exposes && message.canBeHidden && !underWay && (
        <Button size="compact-sm" leftSection={<IconEyeOff size={14} aria-hidden />} loading={hide.isPending} onClick={() => hide.mutate()}>
          {t('exposed.hide')}
        </Button>
      )}
      {message.exposes && (
        <Button size="compact-sm" variant="default" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => setWords(request ?? '')}>
          {t('exposed.ask')}
        </Button>
      )}
      {hide.isError && <span role="alert">{hide.error.message}</span>}
      <Modal opened={words !== null} onClose={() => setWords(null)} title={t('exposed.ask')}>
        <div className="stack">
          <p className="soft">{t('exposed.askHint')}</p>
          <Textarea aria-label={t('exposed.ask')} value={words ?? ''} onChange={(e) => setWords(e.currentTarget.value)} autosize minRows={4} maxLength={2000} data-autofocus />
          {askFor.isError && <span role="alert">{askFor.error.message}</span>}
          <Button disabled={!words?.trim()} loading={askFor.isPending} onClick={() => askFor.mutate()}>
            {t('exposed.send')}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
