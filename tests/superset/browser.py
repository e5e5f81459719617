"""The dashboard as headless Chromium shows it, printed as JSON, with a picture.

Run by Superset's environment, which has selenium: `python browser.py ADDRESS FILTERS USER
PASSWORD PICTURE`. Printed are the rows that the charts got by the number of the chart, what
stands in error boxes and in the console, the hosts that were asked for anything, and the
rows once more with FILTERS, the end of an address, which sets the filters of the dashboard.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-first-run", "--disable-quic", "--hide-scrollbars", "--window-size=1500,1000"),
)
DATA = "/api/v1/chart/data"
LONGEST = 120
SEND = """
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/login/';
    const token = document.getElementById('csrf_token').value;
    for (const [name, value] of Object.entries({csrf_token: token, ...arguments[0]})) {
        const input = document.createElement('input');
        input.name = name;
        input.value = value;
        form.append(input);
    }
    document.body.append(form);
    form.submit();
"""


def main(address: str, filters: str, user: str, password: str, picture: str) -> None:
    """Open the dashboard as somebody who logs in, and print what was seen."""
    browser = _browser()
    try:
        _log_in(browser, address, user, password)
        browser.get_log("performance")
        browser.get(address)
        _wait_for_charts(browser)
        seen = {
            "alerts": [e.text for e in browser.find_elements(By.CSS_SELECTOR, "[role=alert]")],
            "console": [
                entry["message"]
                for entry in browser.get_log("browser")
                if entry["level"] == "SEVERE"
            ],
            "titles": [e.text for e in browser.find_elements(By.CSS_SELECTOR, ".header-title")],
        }
        seen |= _requests(browser)
        browser.save_screenshot(picture)
        browser.get(address + filters)
        _wait_for_charts(browser)
        json.dump(seen | {"filtered": _requests(browser)["charts"]}, sys.stdout)
    except WebDriverException:
        browser.save_screenshot(picture)
        raise
    finally:
        browser.quit()


def _browser() -> WebDriver:
    """Debian's Chromium, which writes down its requests."""
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))


def _log_in(browser: WebDriver, address: str, user: str, password: str) -> None:
    """Send what the form of the login page sends.

    Typed into the form, it is lost at times: the page draws the form once more.
    """
    parts = urlsplit(address)
    browser.get(f"{parts.scheme}://{parts.netloc}/login/")
    wait = WebDriverWait(browser, LONGEST)
    wait.until(lambda _: browser.find_elements(By.ID, "csrf_token"))
    browser.execute_script(SEND, {"username": user, "password": password})
    wait.until(lambda _: "/login/" not in browser.current_url)


def _wait_for_charts(browser: WebDriver) -> None:
    """Make the window as high as the dashboard, and wait until every chart is drawn."""
    wait = WebDriverWait(browser, LONGEST)
    wait.until(lambda _: browser.find_elements(By.CSS_SELECTOR, ".dashboard-chart"))
    grid = browser.find_element(By.CSS_SELECTOR, ".grid-container")
    browser.set_window_size(1500, int(grid.rect["height"]) + 250)
    wait.until(
        lambda _: (
            len(browser.find_elements(By.CSS_SELECTOR, ".slice_container"))
            == len(browser.find_elements(By.CSS_SELECTOR, ".dashboard-chart"))
            and not browser.find_elements(By.CSS_SELECTOR, "[data-test=loading-indicator]")
        )
    )
    time.sleep(3)  # lines and bars grow into place


def _requests(browser: WebDriver) -> dict[str, Any]:
    """The hosts that were asked, and the rows that each chart got."""
    hosts, asked, answers = {}, {}, {}
    for entry in browser.get_log("performance"):
        event = json.loads(entry["message"])["message"]
        number = event["params"].get("requestId")
        if event["method"] == "Network.requestWillBeSent":
            request = event["params"]["request"]
            if request["url"].startswith("http"):
                hosts[number] = urlsplit(request["url"]).hostname
            if DATA in request["url"] and "postData" in request:
                asked[number] = json.loads(request["postData"])["form_data"].get("slice_id")
        if event["method"] == "Network.loadingFailed" and "blockedReason" in event["params"]:
            hosts.pop(number, None)  # Chromium refused to ask it
        if event["method"] == "Network.loadingFinished" and asked.get(number):
            body = browser.execute_cdp_cmd("Network.getResponseBody", {"requestId": number})
            answers[asked[number]] = json.loads(body["body"])["result"][0]["data"]
    return {"hosts": sorted(set(hosts.values())), "charts": answers}


if __name__ == "__main__":
    main(*sys.argv[1:])
