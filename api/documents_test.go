package api_test

import (
	"strings"
	"testing"
)

func (w *world) paper(login, document string) (int, string) {
	w.t.Helper()
	rec := w.ask(login, "GET", "/api/v1/documents/"+document+"/recognition/441823/"+w.kase, nil)
	if rec.Code == 200 {
		policy := rec.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "style-src 'sha256-") || !strings.Contains(policy, "default-src 'none'") ||
			strings.Contains(policy, "unsafe") || rec.Header().Get("Cache-Control") != "no-store" ||
			rec.Header().Get("Content-Type") != "text/html; charset=utf-8" {
			w.t.Errorf("%s: %v", document, rec.Header())
		}
	}
	return rec.Code, rec.Body.String()
}

func TestTheVillageReadsTheNotice(t *testing.T) {
	w := newCase(t)
	w.toNotice()
	code, page := w.paper("committee", "recognition_notice")
	for _, words := range []string{"防止返贫监测对象公示", "拟将陈测试甲户纳入监测，类别为脱贫不稳定户", "2022年6月14日至2022年6月19日（5天）",
		"岭背镇便民服务中心 0763-7000001", "阳山县举报电话 0763-7000000", "村民委员会"} {
		if !strings.Contains(page, words) {
			t.Errorf("%d: the notice lacks %s: %s", code, words, page)
		}
	}
	for _, words := range []string{"13800001234", "6222020000000000008", "测试员", "<script", "户主患病住院"} {
		if strings.Contains(page, words) {
			t.Errorf("the notice says %s", words)
		}
	}
}

func TestANoticeIsPlainOnlyAsLongAsItHangs(t *testing.T) {
	w := newCase(t)
	if _, page := w.paper("county", "recognition_notice"); strings.Contains(page, "陈测试甲") || !strings.Contains(page, "不得张贴") {
		t.Errorf("before it hangs the county reads %s", page)
	}
	w.toNotice()
	if _, page := w.paper("county", "recognition_notice"); !strings.Contains(page, "陈测试甲") || strings.Contains(page, "不得张贴") {
		t.Errorf("while it hangs the county reads %s", page)
	}
	w.after(5)
	w.step("committee", "proceed", nil)
	if _, page := w.paper("county", "recognition_notice"); strings.Contains(page, "陈测试甲") || !strings.Contains(page, "陈**") {
		t.Errorf("when it is over the county reads %s", page)
	}
}

func TestADecisionIsAnnouncedForAMonth(t *testing.T) {
	w := newCase(t)
	w.toNotice()
	w.after(5)
	w.step("committee", "proceed", nil)
	w.step("town", "approve", nil)
	if _, page := w.paper("county", "decision"); !strings.Contains(page, "陈测试甲户已纳入监测") || strings.Contains(page, "公示时间") {
		t.Errorf("%s", page)
	}
	w.after(31)
	if _, page := w.paper("county", "decision"); strings.Contains(page, "陈测试甲") || !strings.Contains(page, "不得张贴") {
		t.Errorf("a month later: %s", page)
	}
}

func TestAPaperIsForWhoMayReadTheRecord(t *testing.T) {
	w := newCase(t)
	w.toNotice()
	for login, want := range map[string]int{"": 401, "unit": 404, "wang": 404, "zhang": 404, "admin": 404, "surveyor": 404,
		"li": 200, "county": 200} {
		for _, document := range []string{"recognition_notice", "recognition_file"} {
			if code, body := w.paper(login, document); code != want {
				t.Errorf("%q and %s: %d, want %d: %.200s", login, document, code, want, body)
			}
		}
	}
	for _, path := range []string{"nothing/recognition", "recognition_file/household", "recognition_file/nothing"} {
		if rec := w.ask("li", "GET", "/api/v1/documents/"+path+"/441823/"+w.kase, nil); rec.Code != 404 {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

func TestAFileHoldsWhatItsReaderSees(t *testing.T) {
	w := newCase(t)
	w.toNotice()
	_, page := w.paper("li", "recognition_file")
	for _, words := range []string{"一、基本情况", "陈测试甲", "13800001234", "二、家庭成员", "陈测试乙", "核实属实", "户主患病住院", "打印人：测试员",
		"**0008"} {
		if !strings.Contains(page, words) {
			t.Errorf("li's file lacks %s: %s", words, page)
		}
	}
	_, page = w.paper("county", "recognition_file")
	for words, want := range map[string]bool{"陈**": true, "138****1234": true, "陈测试甲": false, "13800001234": false,
		"一卡通账号": false, "身份证号": false, "陈测试乙": false, "户主患病住院": false, "脱贫不稳定户": true} {
		if strings.Contains(page, words) != want {
			t.Errorf("the county's file and %s, want %v: %s", words, want, page)
		}
	}
}

func TestWordsOfRecordsAreNoMarkup(t *testing.T) {
	w := newCase(t)
	check(t, w.submit("li", "home_visit", "household", w.home, map[string]any{"visited_on": "2022-06-14", "income_net": 800000}))
	w.step("li", "confirm", map[string]any{"second": "赵测试丁", "found": `<img src=x onerror="alert(1)">`, "category": "unstable"})
	if _, page := w.paper("li", "recognition_file"); strings.Contains(page, "<img") || !strings.Contains(page, "&lt;img") {
		t.Errorf("%s", page)
	}
}
