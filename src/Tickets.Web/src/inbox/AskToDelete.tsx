import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';

/** Words in private to who wrote a comment that shows personal data. */
export default function AskToDelete({ conversation, message, prepared, onClose }: { conversation: number; message: string; prepared: string; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [words, setWords] = useState(prepared);
  const askFor = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/inbox/{id}/deletion-requests', { params: { path: { id: conversation } }, body: { message, text: words } })),
    onSuccess: () => {
      onClose();
      void queries.invalidateQueries({ queryKey: ['inbox', 'advice', conversation] });
    },
  });
  return (
    <Modal opened onClose={onClose} title={t('exposed.ask')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <div className="stack">
        <p className="soft">{t('exposed.askHint')}</p>
        <Textarea aria-label={t('exposed.ask')} value={words} onChange={(e) => setWords(e.currentTarget.value)} autosize minRows={4} maxLength={2000} data-autofocus />
        {askFor.isError && <span role="alert">{askFor.error.message}</span>}
        <Button disabled={!words.trim()} loading={askFor.isPending} onClick={() => askFor.mutate()}>
          {t('exposed.send')}
        </Button>
      </div>
    </Modal>
  );
}
