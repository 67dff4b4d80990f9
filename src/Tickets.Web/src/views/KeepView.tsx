import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told } from '../api/client';

/** Gives the filters of the moment a name. */
export default function KeepView({ onClose, screen, filters }: { onClose: () => void; screen: string; filters: Record<string, string> }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [isDefault, setDefault] = useState(false);
  const keep = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/views', { body: { screen, name: name.trim(), filters, isDefault } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['views', screen] });
      setName('');
      setDefault(false);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t('views.keep')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          if (name.trim()) keep.mutate();
        }}
      >
        <TextInput label={t('views.name')} value={name} onChange={(e) => setName(e.currentTarget.value)} maxLength={60} required data-autofocus error={keep.isError ? told(keep.error).detail : undefined} />
        <Checkbox label={t('views.begin')} checked={isDefault} onChange={(e) => setDefault(e.currentTarget.checked)} />
        <Button type="submit" size="sm" loading={keep.isPending} disabled={!name.trim()}>
          {t('act.save')}
        </Button>
      </form>
    </Modal>
  );
}
