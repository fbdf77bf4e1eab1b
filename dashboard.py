"""Front door: `streamlit run dashboard.py`. Headers, readiness and the guard stand here; pages in barometer/shell."""

import sys

import streamlit as st

from barometer.faults import Fault
from barometer.scope import local_scope
from barometer.server import MIDDLEWARE, ROUTES, open_snapshot, report_fault, require_loopback

try:
    require_loopback(st.get_option("server.address"), sys.argv)
    local_scope()
except Fault as fault:
    sys.exit(str(fault))

app = st.App(
    "barometer/shell.py",
    middleware=MIDDLEWARE,
    routes=ROUTES,
    lifespan=open_snapshot,
    on_script_error=report_fault,
)
