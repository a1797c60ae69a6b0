import {
  ChangeAuthor,
  DecisionRecord,
} from '@adaptive-delivery/plugin-release-common';
import { Person } from '@adaptive-delivery/plugin-release-react';
import Typography from '@mui/material/Typography';
import { Fragment } from 'react';
import { authorName, fourEyesWords } from '../domain/approvals';

function Author({ author }: { author: ChangeAuthor }) {
  const { refs } = author;
  if (refs.length === 0) {
    return <>{authorName(author)} (not a person in the catalog)</>;
  }
  return (
    <span title={authorName(author)}>
      {refs.map((ref, index) => (
        <Fragment key={ref}>
          {index > 0 ? ' or ' : null}
          <Person entityRef={ref} />
        </Fragment>
      ))}
    </span>
  );
}

/** Who wrote the change and what four eyes ask; nothing once it is settled. */
export function AuthorsLine({ record }: { record: DecisionRecord }) {
  const { authors } = record;
  if (!authors) return null;
  return (
    <Typography variant="body2" color="text.secondary">
      {authors.length === 0 ? (
        'The build does not say who wrote the change.'
      ) : (
        <>
          Written by{' '}
          {authors.map((author, index) => (
            <Fragment key={authorName(author)}>
              {index > 0 ? ', ' : null}
              <Author author={author} />
            </Fragment>
          ))}
          .
        </>
      )}{' '}
      {fourEyesWords(record)}
    </Typography>
  );
}
