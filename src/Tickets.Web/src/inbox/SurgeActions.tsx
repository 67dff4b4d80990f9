import { Button, Modal, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { number } from '../text/time';

/** One answer, or one ticket, for all conversations of a surge. */
export default function SurgeActions({ surge, count, onDone }: { surge: number; count: number; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [words, setWords] = useState<string | null>(null);
  const [isPublic, setPublic] = useState(true);
  const again = () => void queries.invalidateQueries({ queryKey: ['inbox'] });
  const path = { params: { path: { surge } } };
  const answer = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/inbox/surges/{surge}/replies', { ...path, body: { text: words ?? '', public: isPublic } })),
    onSuccess: again,
  });
  const ticket = useMutation({ mutationFn: () => ask(api.POST('/api/v1/inbox/surges/{surge}/ticket', { ...path, body: { topic: null, priority: null, directorate: null, version: null, officer: null, region: null } })), onSuccess: again });
  const done = answer.data ?? ticket.data;
  return (
    <>
      <Button onClick={() => setWords('')}>
        {t('surge.answer')}
      </Button>
      <Button variant="default" loading={ticket.isPending} onClick={() => ticket.mutate()}>
        {t('surge.ticket')}
      </Button>
      {ticket.isError && <span role="alert">{ticket.error.message}</span>}
      {ticket.data && <span role="status">{t('surge.joined', { count: ticket.data.done, ticket: ticket.data.ticket ?? '' })}</span>}
      <Modal opened={words !== null} onClose={() => (setWords(null), answer.reset())} title={t('surge.answer')} closeButtonProps={{ 'aria-label': t('act.close') }}>
        <div className="stack">
          <p className="soft">{t('surge.hint', { count })}</p>
          <Textarea label={t('replyAll.text')} value={words ?? ''} onChange={(e) => setWords(e.currentTarget.value)} autosize minRows={4} maxLength={2000} data-autofocus />
          <SegmentedControl size="xs" value={isPublic ? 'public' : 'private'} onChange={(v) => setPublic(v === 'public')} data={(['public', 'private'] as const).map((v) => ({ value: v, label: t(`words.${v}`) }))} />
          {answer.isError && <span role="alert">{answer.error.message}</span>}
          {done && answer.isSuccess && (
            <p role="status">
              {t('surge.answered', { count: done.done })}
              {done.inHand + done.noWay > 0 ? ` · ${t('surge.left', { inHand: number(done.inHand), noWay: number(done.noWay) })}` : ''}
            </p>
          )}
          {answer.isSuccess ? (
            <Button onClick={() => (setWords(null), answer.reset(), onDone())}>{t('act.back')}</Button>
          ) : (
            <Button disabled={!words?.trim()} loading={answer.isPending} onClick={() => answer.mutate()}>
              {t('surge.send')}
            </Button>
          )}
        </div>
      </Modal>
    </>
  );
}
