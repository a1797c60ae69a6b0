import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

/** Walks through pages by cursor: back to the newest, on to older ones. */
export function Pager(props: {
  isFirst: boolean;
  nextCursor: string | null;
  onFirst: () => void;
  onNext: (cursor: string) => void;
}) {
  const { isFirst, nextCursor, onFirst, onNext } = props;
  if (isFirst && !nextCursor) return null;
  return (
    <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 1, mt: 1 }}>
      <Button size="small" disabled={isFirst} onClick={onFirst}>
        Newest
      </Button>
      <Button
        size="small"
        disabled={!nextCursor}
        onClick={() => {
          if (nextCursor) onNext(nextCursor);
        }}
      >
        Older
      </Button>
    </Box>
  );
}
