"""Before any test: the mock halls' keys are small, here and in every child process, as they guard nothing."""

import os

os.environ.setdefault("SIGATEWAY_MOCK_KEY_BITS", "1024")
