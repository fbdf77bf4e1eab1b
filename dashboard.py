"""Front door: `streamlit run dashboard.py`. Headers, readiness and the guard stand here; pages in barometer/shell."""

import sys

import streamlit as st

from barometer.server import MIDDLEWARE, ROUTES, open_snapshot, report_fault, require_loopback

require_loopback(st.get_option("server.address"), sys.argv)

app = st.App(
    "barometer/shell.py",
    middleware=MIDDLEWARE,
    routes=ROUTES,
    lifespan=open_snapshot,
    on_script_error=report_fault,
)
