import { Kbd, Modal, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { paletteKey } from './keys';

const groups: [string, [string, string][]][] = [
  ['everywhere', [[paletteKey, 'palette'], ['/', 'palette'], ['?', 'help']]],
  ['lists', [['J', 'next'], ['K', 'previous'], ['Enter', 'open'], ['X', 'select'], ['Shift+X', 'range'], ['Esc', 'leave']]],
  ['inbox', [['T', 'ticket'], ['R', 'reply'], ['G', 'link'], ['A', 'dismiss'], ['S', 'spam'], ['H', 'rest'], ['U', 'undo'], ['1–9', 'topic'], ['P', 'officer'], ['O', 'reveal']]],
  ['ticket', [['R', 'reply'], ['Q', 'question'], ['N', 'note'], ['E', 'resolve'], ['D', 'transfer'], ['K', 'classify'], ['U', 'undo'], ['P', 'print']]],
];

/** All keys there are. */
export default function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.title')} size="lg" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg">
        {groups.map(([group, keys]) => (
          <section key={group}>
            <h2 style={{ fontSize: '0.8125rem', marginBottom: '0.375rem' }}>{t(`keys.${group}`)}</h2>
            {keys.map(([key, what]) => (
              <div key={key + what} className="row" style={{ padding: '0.1875rem 0' }}>
                <Kbd style={{ minWidth: '3.25rem', textAlign: 'center' }}>{key}</Kbd>
                <span>{t(`keys.does.${what}`)}</span>
              </div>
            ))}
          </section>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
