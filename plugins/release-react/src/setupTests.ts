import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A whole app is rendered per test, on machines that do other work as well.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });
