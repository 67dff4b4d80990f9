import { Button, Menu, ScrollArea, TextInput } from '@mantine/core';
import { IconMessage2Bolt } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSavedReplies } from '../api/names';

/** Words that are said often, found by their code or title. */
export function SavedReplies({ onPick, opened, onChange }: { onPick: (text: string) => void; opened: boolean; onChange: (opened: boolean) => void }) {
  const { t } = useTranslation();
  const replies = useSavedReplies().data ?? [];
  const [sought, setSought] = useState('');
  const found = replies.filter((r) => `${r.code} ${r.title}`.toLowerCase().includes(sought.toLowerCase()));
  return (
    <Menu opened={opened} onChange={onChange} position="top-start" width={340} trapFocus>
      <Menu.Target>
        <Button variant="default" leftSection={<IconMessage2Bolt size={15} />}>
          {t('composer.saved')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {replies.length === 0 ? (
          <Menu.Label>{t('composer.noneSaved')}</Menu.Label>
        ) : (
          <>
            <TextInput size="xs" m={4} placeholder={t('composer.findSaved')} aria-label={t('composer.findSaved')} value={sought} onChange={(e) => setSought(e.currentTarget.value)} data-autofocus />
            <ScrollArea.Autosize mah={260}>
              {found.map((r) => (
                <Menu.Item key={r.code} onClick={() => onPick(r.text)}>
                  <b>{r.title}</b> <span className="soft">/{r.code}</span>
                  <div className="ellipsis soft">{r.text}</div>
                </Menu.Item>
              ))}
            </ScrollArea.Autosize>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
