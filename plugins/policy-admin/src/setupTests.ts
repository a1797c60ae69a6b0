import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are drawn here, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);
