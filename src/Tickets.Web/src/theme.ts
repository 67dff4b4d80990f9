import { createTheme, type MantineColorsTuple } from '@mantine/core';

// One accent: a deep teal, the rest is neutral.
const teal: MantineColorsTuple = ['#eaf5f4', '#d3e8e6', '#a6d1cd', '#76b9b3', '#4da39c', '#2f8f87', '#16756e', '#0d625d', '#0b5351', '#073b3a'];
// Neutrals with a breath of the accent in them, so that greys and teal belong together.
const dark: MantineColorsTuple = ['#d9e2e1', '#b4c2c0', '#8fa09e', '#677876', '#3a4947', '#2c3a38', '#1d2827', '#151e1d', '#101817', '#0a100f'];
const gray: MantineColorsTuple = ['#f7f9f9', '#eef2f1', '#e2e8e7', '#cfd8d6', '#b3bfbd', '#8c9a98', '#63716f', '#4a5856', '#303c3a', '#1a2423'];

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { teal, dark, gray },
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Noto Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontWeight: '620', sizes: { h1: { fontSize: '1.25rem', lineHeight: '1.3' }, h2: { fontSize: '1rem', lineHeight: '1.35' }, h3: { fontSize: '0.875rem', lineHeight: '1.4' } } },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 3 } },
    // The list itself scrolls: a region around it would have to be reached by keyboard, and the keys move within the list.
    Select: { defaultProps: { size: 'sm', allowDeselect: false, comboboxProps: { withinPortal: true }, withScrollArea: false, styles: { options: { maxHeight: 240, overflowY: 'auto' } } } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 }, styles: { title: { fontWeight: 640 }, body: { paddingTop: '0.25rem' } } } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, multiline: true, maw: 340, events: { hover: true, focus: true, touch: true } } },
    Badge: { defaultProps: { variant: 'light', size: 'sm', tt: 'none', fw: 550 } },
    Kbd: { defaultProps: { size: 'xs' } },
  },
});
