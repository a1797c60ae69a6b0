import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { Section } from './Section';

/** A bundle whose form this page does not know: everything, as it is. */
export function PlainSections(props: {
  bundle: unknown;
  onShowSource: (section: string) => void;
}) {
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <Alert severity="info">
        This bundle has a form that this page does not know, so its rules are
        shown as they stand.
      </Alert>
      {isRecord(props.bundle) ? (
        Object.entries(props.bundle).map(([name, value]) => (
          <Section
            key={name}
            name={name}
            title={name}
            onShowSource={props.onShowSource}
          >
            <PlainValue value={value} />
          </Section>
        ))
      ) : (
        <PlainValue value={props.bundle} />
      )}
    </Box>
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any value as nested lists. */
export function PlainValue({ value }: { value: unknown }) {
  if (Array.isArray(value)) {
    return (
      <Box component="ol" sx={{ m: 0, pl: 3 }}>
        {value.map((item, index) => (
          <li key={index}>
            <PlainValue value={item} />
          </li>
        ))}
      </Box>
    );
  }
  if (isRecord(value)) {
    return (
      <Box
        component="dl"
        sx={{
          display: 'grid',
          gridTemplateColumns: 'max-content 1fr',
          columnGap: 2,
          m: 0,
          fontSize: '0.875rem',
          '& dt': { color: 'text.secondary' },
          '& dd': { m: 0 },
        }}
      >
        {Object.entries(value).map(([name, item]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>
              <PlainValue value={item} />
            </dd>
          </Box>
        ))}
      </Box>
    );
  }
  return <>{String(value)}</>;
}
